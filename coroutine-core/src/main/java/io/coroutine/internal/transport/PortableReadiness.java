package io.coroutine.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;

import io.coroutine.internal.socket.StreamSocket;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads wait for a channel of the JDK, be it inside an operation or in a
 * {@code SocketPoll}. Any thread may call it.
 * <p>
 * The channel is blocking at first, so that operations wait in the JDK's own, quick way.
 * A selector needs it to be non-blocking: the first poll that finds no operation under
 * way makes it so for good, and operations bring selectors of their own from then on.
 * Blocking operations hold a read lock of {@code mode} and the change the write lock. A
 * poll makes itself known in {@code selectors} before it tries to get that, and who
 * releases a lock wakes those that are known after it, so one of the two sees the other.
 */
public final class PortableReadiness {

	private final SelectableChannel channel;

	private final StampedLock mode = new StampedLock();

	private final Set<Selector> selectors = ConcurrentHashMap.newKeySet();

	/** Whether the channel is non-blocking; from {@code false} to {@code true} once. */
	private volatile boolean selectable;

	private PortableReadiness(SelectableChannel channel, boolean selectable) {
		this.channel = channel;
		this.selectable = selectable;
	}

	/**
	 * Create the readiness of a channel that blocks until it is polled.
	 */
	static PortableReadiness blocking(SelectableChannel channel) {
		return new PortableReadiness(channel, false);
	}

	/**
	 * Create the readiness of a channel whose operations never block.
	 */
	public static PortableReadiness nonBlocking(SelectableChannel channel) throws IOException {
		channel.configureBlocking(false);
		return new PortableReadiness(channel, true);
	}

	/**
	 * Begin an operation that waits by itself.
	 * @return a stamp for {@link #endBlocking(long)}, or 0 if the channel does not block
	 */
	long beginBlocking() {
		if (this.selectable) {
			return 0;
		}
		long stamp = this.mode.readLock();
		if (this.selectable) {
			this.mode.unlockRead(stamp);
			return 0;
		}
		return stamp;
	}

	void endBlocking(long stamp) {
		this.mode.unlockRead(stamp);
		wakeSelectors();
	}

	private void wakeSelectors() {
		if (!this.selectors.isEmpty()) {
			this.selectors.forEach(Selector::wakeup);
		}
	}

	/**
	 * Have a selector woken when the channel is closed, or when {@link #register} may
	 * succeed.
	 */
	void add(Selector selector) {
		this.selectors.add(selector);
	}

	/**
	 * Close a selector, and take it off those it was added to. In this order: the JDK
	 * does not close the descriptor of a closed channel before its selectors have
	 * forgotten it, so {@link #close()} must find each that has not.
	 */
	public static void close(Selector selector, Collection<PortableReadiness> addedTo) throws IOException {
		try {
			selector.close();
		}
		finally {
			addedTo.forEach((readiness) -> readiness.selectors.remove(selector));
		}
	}

	/**
	 * Register the channel with a selector.
	 * @return {@code false} if a blocking operation is under way
	 * @throws java.nio.channels.ClosedChannelException if the channel is closed
	 */
	boolean register(Selector selector, int operations) throws IOException {
		if (!this.selectable && !makeSelectable()) {
			return false;
		}
		this.channel.register(selector, operations);
		return true;
	}

	private boolean makeSelectable() throws IOException {
		long stamp = this.mode.tryWriteLock();
		if (stamp == 0) {
			return false;
		}
		try {
			this.channel.configureBlocking(false);
			this.selectable = true;
			return true;
		}
		finally {
			this.mode.unlockWrite(stamp);
			wakeSelectors();
		}
	}

	@Nullable SelectionKey keyFor(Selector selector) {
		return this.channel.keyFor(selector);
	}

	boolean isClosed() {
		return !this.channel.isOpen();
	}

	/**
	 * Wait, inside an operation, until the channel may be ready.
	 * @param operations what for, as in a {@link SelectionKey}
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 * @param timeoutMessage what to say when the deadline passes
	 * @throws SocketTimeoutException if the deadline has passed
	 * @throws InterruptedIOException if the caller is interrupted, which it still is then
	 */
	public void await(int operations, long deadline, String timeoutMessage) throws IOException {
		if (deadline != StreamSocket.NO_DEADLINE && System.nanoTime() - deadline >= 0) {
			throw new SocketTimeoutException(timeoutMessage);
		}
		Selector selector = this.channel.provider().openSelector();
		try {
			add(selector);
			this.channel.register(selector, operations);
			selector.select(TimeLimits.millisUntil(deadline));
		}
		finally {
			close(selector, Set.of(this));
		}
		if (Thread.currentThread().isInterrupted()) {
			throw new InterruptedIOException();
		}
	}

	/**
	 * Close the channel, and end the waits for it.
	 */
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// It is closed all the same
		}
		this.selectors.forEach(PortableReadiness::forgetClosed);
	}

	/**
	 * Make a selector forget closed channels: not before that does the JDK close their
	 * descriptors.
	 */
	private static void forgetClosed(Selector selector) {
		try {
			selector.wakeup();
			selector.selectNow();
			// Whoever has not begun to select yet would miss the first one
			selector.wakeup();
		}
		catch (ClosedSelectorException | IOException ex) {
			// It has forgotten all
		}
	}

}
