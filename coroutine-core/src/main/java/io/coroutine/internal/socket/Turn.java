package io.coroutine.internal.socket;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serialises those who do the same with a socket at the same time. Any thread may call
 * it; who has taken the turn gives it back.
 */
public final class Turn {

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Wait for the turn. If it is free, neither an interrupt nor the time matter.
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 * @param timeoutMessage what to say when the deadline passes
	 * @throws SocketTimeoutException if the deadline has passed
	 * @throws InterruptedIOException if the caller is interrupted, which it still is then
	 */
	public void take(long deadline, String timeoutMessage) throws InterruptedIOException {
		if (this.lock.tryLock()) {
			return;
		}
		try {
			if (deadline == StreamSocket.NO_DEADLINE) {
				this.lock.lockInterruptibly();
			}
			else if (!this.lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				throw new SocketTimeoutException(timeoutMessage);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
	}

	public void giveBack() {
		this.lock.unlock();
	}

}
