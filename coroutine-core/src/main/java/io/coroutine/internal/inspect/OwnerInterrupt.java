package io.coroutine.internal.inspect;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that has created it while that waits, again and again until the
 * thread has ended this. It is looked every few milliseconds whether an interrupt
 * {@linkplain HarmlessInterrupt#ofWait harms nobody}; after one the thread has a grace to
 * clean up. A thread that does not wait at all for as long as the grace is interrupted
 * {@linkplain HarmlessInterrupt#of all the same}, as it may be code that computes and
 * looks for an interrupt.
 * <p>
 * The lock, that of this object, decides who comes first: {@link #end()}, after which the
 * thread is not interrupted any more, or the interrupt, which the thread then takes back.
 */
public final class OwnerInterrupt {

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

	private final Thread owner = Thread.currentThread();

	/** Guarded by the lock, as all below. */
	private boolean ended;

	private boolean sent;

	private boolean lost;

	/**
	 * Interrupt the owner until this is ended. Called by another thread, once, which goes
	 * on when it is interrupted itself.
	 * @param grace how long the owner may do what it wants after an interrupt
	 */
	public synchronized void sendUntilEnd(Duration grace) {
		boolean going = true;
		while (going && !this.ended) {
			going = sendOnce(grace) && pause(grace);
		}
	}

	/**
	 * Look until there is a moment for it.
	 * @return {@code false} if the caller was interrupted
	 */
	private boolean sendOnce(Duration grace) {
		long patience = System.nanoTime() + grace.toNanos();
		this.lost = false;
		for (Duration pause = SHORTEST_PAUSE; !this.ended && !send(patience);) {
			if (!awaitEnd(pause)) {
				return false;
			}
			pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : pause;
		}
		return true;
	}

	private boolean send(long patience) {
		boolean now = (System.nanoTime() - patience < 0) ? HarmlessInterrupt.ofWait(this.owner)
				: HarmlessInterrupt.of(this.owner);
		this.sent |= now;
		return now;
	}

	private boolean pause(Duration grace) {
		return await(grace, true);
	}

	/**
	 * Send it again at once, as code of another has taken it for its own. Called by the
	 * owner.
	 */
	public synchronized void again() {
		this.lost = true;
		notifyAll();
	}

	/**
	 * Wait until this is ended. Called by another thread.
	 * @param longest how long to wait
	 * @return {@code false} if the caller was interrupted
	 */
	public synchronized boolean awaitEnd(Duration longest) {
		return await(longest, false);
	}

	private boolean await(Duration longest, boolean unlessLost) {
		long until = System.nanoTime() + longest.toNanos();
		try {
			for (long left = longest.toNanos(); left > 0 && !this.ended
					&& !(unlessLost && this.lost); left = until - System.nanoTime()) {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
			return true;
		}
		catch (InterruptedException ex) {
			// The runtime is shut down, which interrupts the owner as well
			return false;
		}
	}

	/**
	 * Send no more. Called by the owner.
	 * @return whether the owner was interrupted, which it may be still
	 */
	public synchronized boolean end() {
		this.ended = true;
		notifyAll();
		return this.sent;
	}

	/**
	 * Tell whether it is ended.
	 */
	public synchronized boolean isEnded() {
		return this.ended;
	}

	/**
	 * Tell whether the owner was interrupted, and has not ended this.
	 */
	public synchronized boolean isSent() {
		return this.sent && !this.ended;
	}

}
