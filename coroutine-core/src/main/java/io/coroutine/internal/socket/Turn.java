package io.coroutine.internal.socket;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.internal.wait.UninterruptedWait;

/**
 * Serialises those who do the same with a socket at the same time. Any thread may call
 * it; the thread that has taken the turn gives it back.
 */
public final class Turn {

	private final ReentrantLock lock = new ReentrantLock();

	private final boolean interruptible;

	private Turn(boolean interruptible) {
		this.interruptible = interruptible;
	}

	/**
	 * Create a turn for which an interrupt ends the wait.
	 */
	public static Turn interruptible() {
		return new Turn(true);
	}

	/**
	 * Create a turn for which an interrupt is kept until the wait is over.
	 */
	public static Turn uninterruptible() {
		return new Turn(false);
	}

	/**
	 * Wait for the turn. If it is free, neither an interrupt nor the time matter.
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 * @param timeoutMessage what to say when the deadline passes
	 * @throws SocketTimeoutException if the deadline has passed
	 * @throws InterruptedIOException if the caller is interrupted, which it still is
	 * then, and the turn is an interruptible one
	 */
	public void take(long deadline, String timeoutMessage) throws InterruptedIOException {
		if (this.lock.tryLock()) {
			return;
		}
		try {
			if (deadline == StreamSocket.NO_DEADLINE) {
				await();
			}
			else if (!awaitUntil(deadline)) {
				throw new SocketTimeoutException(timeoutMessage);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
	}

	private void await() throws InterruptedException {
		if (this.interruptible) {
			this.lock.lockInterruptibly();
		}
		else {
			this.lock.lock();
		}
	}

	private boolean awaitUntil(long deadline) throws InterruptedException {
		long nanos = deadline - System.nanoTime();
		if (this.interruptible) {
			return this.lock.tryLock(nanos, TimeUnit.NANOSECONDS);
		}
		try (UninterruptedWait wait = new UninterruptedWait()) {
			return wait.await(Duration.ofNanos(nanos),
					(rest) -> this.lock.tryLock(rest.toNanos(), TimeUnit.NANOSECONDS));
		}
	}

	public void giveBack() {
		this.lock.unlock();
	}

	/**
	 * Tell whether some thread has the turn now.
	 */
	public boolean isTaken() {
		return this.lock.isLocked();
	}

}
