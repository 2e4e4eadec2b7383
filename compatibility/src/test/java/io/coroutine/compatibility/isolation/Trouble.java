package io.coroutine.compatibility.isolation;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has a request give its event loop up, or keep it too long, so that it goes on at
 * another time, and maybe on another thread.
 */
final class Trouble {

	/** Longer than the stall threshold of the application. */
	private static final Duration HOG = Duration.ofMillis(8);

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * What a request may run into.
	 */
	enum Kind {

		YIELD, SLEEP, LOCK, MONITOR, HOG, FORK, TASK;

		static Kind random(Random random) {
			int number = random.nextInt(1000);
			if (number < 5) {
				return HOG;
			}
			if (number < 25) {
				return SLEEP;
			}
			if (number < 150) {
				return FORK;
			}
			if (number < 250) {
				return TASK;
			}
			if (number < 350) {
				return LOCK;
			}
			return (number < 450) ? MONITOR : YIELD;
		}

	}

	void wait(Kind kind) throws InterruptedException {
		switch (kind) {
			case SLEEP -> Thread.sleep(1);
			case LOCK -> {
				this.lock.lock();
				try {
					Thread.yield();
				}
				finally {
					this.lock.unlock();
				}
			}
			case MONITOR -> {
				synchronized (this) {
					Thread.yield();
				}
			}
			case HOG -> {
				long end = System.nanoTime() + HOG.toNanos();
				while (System.nanoTime() < end) {
					Thread.onSpinWait();
				}
			}
			default -> Thread.yield();
		}
	}

}
