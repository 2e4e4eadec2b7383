package io.coroutine.internal.transport;

import java.io.IOException;
import java.net.SocketException;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.PollSet;
import io.coroutine.internal.readiness.ReadinessObserver;
import io.coroutine.internal.socket.StreamSocket;

/**
 * One wait of one thread, of any kind, for several sockets, which may belong to different
 * loops. It takes no event away from others who wait: it asks the kernel what is ready,
 * and observes the events to know when to ask again.
 * <p>
 * {@code told} is set by the observers, on any thread, and cleared by the waiter before
 * it asks. It observes before that, so whatever happens after the kernel's answer finds
 * an observer and is seen before or during the rest.
 */
public final class LoopPoll implements ReadinessObserver {

	/** No limit to the wait. */
	public static final long FOREVER = Long.MAX_VALUE;

	/** How often to look when there are no more loops to observe. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private final Thread waiter = Thread.currentThread();

	private final List<Target> targets;

	private final boolean forRead;

	private final boolean forWrite;

	private final PollSet set;

	private volatile boolean told;

	public LoopPoll(List<Target> targets) {
		this.targets = targets;
		this.forRead = targets.stream().anyMatch(Target::forRead);
		this.forWrite = !targets.stream().allMatch(Target::forRead);
		this.set = new PollSet(targets.size());
	}

	/**
	 * Wait until a socket is ready or closed.
	 * @param nanos how long to wait; 0 or less looks without waiting
	 * @return the indexes of those that are ready
	 * @throws InterruptedException if the caller is interrupted
	 */
	public BitSet await(long nanos) throws IOException, InterruptedException {
		BitSet ready = look();
		if (!ready.isEmpty() || nanos <= 0) {
			return ready;
		}
		long start = System.nanoTime();
		try {
			for (Target target : this.targets) {
				target.socket().readiness().observe(this);
			}
			while (true) {
				long remaining = (nanos != FOREVER) ? nanos - (System.nanoTime() - start) : FOREVER;
				this.told = false;
				ready = look();
				if (!ready.isEmpty() || remaining <= 0) {
					return ready;
				}
				rest(remaining);
			}
		}
		finally {
			this.targets.forEach((target) -> target.socket().readiness().stopObserving(this));
		}
	}

	private void rest(long remaining) throws InterruptedException {
		long nanos = (hasLoops()) ? remaining : Math.min(remaining, LOOK_NANOS);
		if (!this.told && nanos == FOREVER) {
			LockSupport.park(this);
		}
		else if (!this.told) {
			LockSupport.parkNanos(this, nanos);
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	private boolean hasLoops() {
		return this.targets.stream().noneMatch((target) -> target.socket().readiness().group().isStopped());
	}

	/**
	 * Ask the kernel.
	 */
	private BitSet look() throws IOException {
		int count = this.targets.size();
		BitSet ready = new BitSet(count);
		BitSet used = new BitSet(count);
		try {
			for (int i = 0; i < count; i++) {
				Target target = this.targets.get(i);
				boolean open = beginUse(target.socket());
				used.set(i, open);
				ready.set(i, !open);
				this.set.set(i, (open) ? target.socket().descriptor() : -1, target.forRead());
			}
			Errno.check(this.set.poll());
			for (int i = 0; i < count; i++) {
				ready.set(i, ready.get(i) || this.set.isReady(i));
			}
			return ready;
		}
		finally {
			used.stream().forEach((i) -> this.targets.get(i).socket().endUse());
		}
	}

	private static boolean beginUse(StreamSocket socket) {
		try {
			socket.beginUse();
			return true;
		}
		catch (SocketException ex) {
			return false;
		}
	}

	@Override
	public void onEvent(boolean readable, boolean writable) {
		if ((readable && this.forRead) || (writable && this.forWrite)) {
			this.told = true;
			LockSupport.unpark(this.waiter);
		}
	}

	/**
	 * What is waited for.
	 */
	public record Target(StreamSocket socket, boolean forRead) {
	}

}
