package io.coroutine.channel;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A way for elements from those who send to those who receive. It keeps up to
 * {@link #capacity()} elements; with a capacity of zero a sender and a receiver meet.
 * <p>
 * Any number of coroutines and threads may send, receive and close at the same time: a
 * coroutine that waits gives its event loop back, a thread blocks. Elements arrive in the
 * order in which they were sent, each at one receiver, and those who wait are served in
 * the order in which they have come. Whatever happened before an element was sent is
 * visible to its receiver.
 * <p>
 * When the channel is closed, receivers get what is in it and then
 * {@link ChannelClosedException}, or the end of their iteration:
 *
 * <pre>{@code
 * try (Channel<String> lines = Channel.ofCapacity(100)) {
 *     runtime.start(() -> lines.forEach(this::print));
 *     lines.send("one");
 * }
 * }</pre>
 *
 * To wait for several channels, use {@link ChannelSelect}.
 *
 * @param <T> the type of the elements, which are never {@code null}
 */
public final class Channel<T> implements Iterable<T>, AutoCloseable {

	private final ChannelState<T> state;

	private final int capacity;

	private Channel(int capacity) {
		this.capacity = capacity;
		this.state = new ChannelState<>(this, capacity);
	}

	/**
	 * Create a channel.
	 * @param <T> the type of the elements
	 * @param capacity how many elements it keeps while no receiver wants them, zero or
	 * more; with zero each sender waits for a receiver
	 * @return a new channel
	 * @throws IllegalArgumentException if the capacity is negative
	 */
	public static <T> Channel<T> ofCapacity(int capacity) {
		if (capacity < 0) {
			throw new IllegalArgumentException("The capacity of a channel must be zero or more, not " + capacity);
		}
		return new Channel<>(capacity);
	}

	/**
	 * Send an element, as soon as there is a receiver or room for it.
	 * @param element the element, not {@code null}
	 * @throws ChannelClosedException if the channel is closed, or is closed while the
	 * caller waits; the element was not sent
	 * @throws InterruptedException if the caller is interrupted or cancelled; the element
	 * was not sent
	 */
	public void send(T element) throws InterruptedException {
		send(element, ChannelWait.WITHOUT_LIMIT);
	}

	/**
	 * Send an element if there is a receiver or room for it in time.
	 * @param element the element, not {@code null}
	 * @param timeout how long to wait; zero or less does not wait
	 * @return whether the element was sent
	 * @throws ChannelClosedException as for {@link #send(Object)}
	 * @throws InterruptedException as for {@link #send(Object)}
	 */
	public boolean send(T element, Duration timeout) throws InterruptedException {
		return send(element, ChannelWait.nanos(timeout));
	}

	private boolean send(T element, long nanos) throws InterruptedException {
		checkElement(element);
		checkInterrupt();
		ChannelWaiter<T> waiter;
		this.state.lock();
		try {
			if (this.state.offer(element)) {
				return true;
			}
			if (nanos <= 0) {
				return false;
			}
			waiter = this.state.addSender(new ChannelWait("send to", this), element);
		}
		finally {
			this.state.unlock();
		}
		boolean served = await(waiter, nanos);
		if (waiter.closed) {
			throw this.state.closedForSending();
		}
		return served;
	}

	/**
	 * Send an element if there is a receiver or room for it now. Never waits.
	 * @param element the element, not {@code null}
	 * @return whether the element was sent
	 * @throws ChannelClosedException if the channel is closed
	 */
	public boolean trySend(T element) {
		checkElement(element);
		this.state.lock();
		try {
			return this.state.offer(element);
		}
		finally {
			this.state.unlock();
		}
	}

	/**
	 * Receive the next element, as soon as there is one.
	 * @return the element
	 * @throws ChannelClosedException if the channel is closed and has no more elements,
	 * or gets so while the caller waits
	 * @throws InterruptedException if the caller is interrupted or cancelled; it has not
	 * taken an element
	 */
	public T receive() throws InterruptedException {
		// Without a limit there is no time-out
		return Objects.requireNonNull(receive(ChannelWait.WITHOUT_LIMIT));
	}

	/**
	 * Receive the next element if there is one in time.
	 * @param timeout how long to wait; zero or less does not wait
	 * @return the element, or {@code null} if none has come in time
	 * @throws ChannelClosedException as for {@link #receive()}
	 * @throws InterruptedException as for {@link #receive()}
	 */
	public @Nullable T receive(Duration timeout) throws InterruptedException {
		return receive(ChannelWait.nanos(timeout));
	}

	private @Nullable T receive(long nanos) throws InterruptedException {
		checkInterrupt();
		ChannelWaiter<T> waiter;
		this.state.lock();
		try {
			T element = this.state.poll();
			if (element != null || nanos <= 0) {
				return element;
			}
			waiter = this.state.addReceiver(new ChannelWait("receive from", this));
		}
		finally {
			this.state.unlock();
		}
		boolean served = await(waiter, nanos);
		if (waiter.closed) {
			throw this.state.closedForReceiving();
		}
		return (served) ? waiter.element : null;
	}

	/**
	 * Receive the next element if there is one now. Never waits.
	 * @return the element, or {@code null} if there is none
	 * @throws ChannelClosedException if the channel is closed and has no more elements
	 */
	public @Nullable T tryReceive() {
		this.state.lock();
		try {
			return this.state.poll();
		}
		finally {
			this.state.unlock();
		}
	}

	private boolean await(ChannelWaiter<T> waiter, long nanos) throws InterruptedException {
		boolean served = false;
		try {
			served = waiter.partOf().await(nanos);
			return served;
		}
		finally {
			if (!served) {
				this.state.remove(waiter);
			}
		}
	}

	/**
	 * Receive until the channel is closed and has no more elements. Several iterators,
	 * also of several coroutines, share the elements. {@code hasNext} waits for an
	 * element and takes it out of the channel, so have {@code next} called after it. If
	 * the caller is interrupted or cancelled while it waits, {@code hasNext} throws
	 * {@link java.util.concurrent.CancellationException} and leaves the caller
	 * interrupted.
	 */
	@Override
	public Iterator<T> iterator() {
		return new ChannelIterator<>(this);
	}

	/**
	 * Let nothing more be sent. Those who wait for their turn to send, or for an element,
	 * get {@link ChannelClosedException}; what is in the channel can be received still. A
	 * further call does nothing.
	 */
	@Override
	public void close() {
		this.state.close();
	}

	/**
	 * Tell whether the channel is closed. It may have elements still.
	 * @return whether it is closed
	 */
	public boolean isClosed() {
		return this.state.isClosed();
	}

	/**
	 * Return how many elements are in the channel. Those of waiting senders do not count.
	 * @return the number, which may have changed already
	 */
	public int size() {
		return this.state.size();
	}

	/**
	 * Return how many elements the channel keeps.
	 * @return the number, zero or more
	 */
	public int capacity() {
		return this.capacity;
	}

	ChannelState<T> state() {
		return this.state;
	}

	@Override
	public String toString() {
		return ChannelWait.label(this) + "[" + this.state + "]";
	}

	static void checkElement(Object element) {
		Objects.requireNonNull(element, "A channel cannot carry null: close it to tell that nothing more comes");
	}

	static void checkInterrupt() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

}
