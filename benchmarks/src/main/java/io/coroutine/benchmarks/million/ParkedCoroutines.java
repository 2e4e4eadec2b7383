package io.coroutine.benchmarks.million;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.CoroutineRuntime;

/**
 * Coroutines that park until they are woken, and then end. Each writes its own place in
 * the arrays, so none can hide that another is lost; {@link #count} is called when all
 * have ended, or when there is no hope.
 */
final class ParkedCoroutines {

	private static final byte WOKEN = 1;

	private final AtomicReferenceArray<Thread> threads;

	/** Set for each before it is unparked, as a wake-up may be spurious. */
	private final byte[] states;

	private final byte[] ends;

	ParkedCoroutines(int count) {
		this.threads = new AtomicReferenceArray<>(count);
		this.states = new byte[count];
		this.ends = new byte[count];
	}

	/**
	 * Start all, and wait until each is parked.
	 */
	void start(CoroutineRuntime runtime) throws InterruptedException {
		for (int i = 0; i < this.threads.length(); i++) {
			int index = i;
			runtime.start(() -> parkAndEnd(index));
		}
		for (int i = 0; i < this.threads.length(); i++) {
			while (!isParked(i)) {
				Thread.sleep(1);
			}
		}
	}

	private void parkAndEnd(int index) {
		this.threads.setRelease(index, Thread.currentThread());
		while (this.states[index] != WOKEN) {
			LockSupport.park();
		}
		this.ends[index]++;
	}

	private boolean isParked(int index) {
		Thread thread = this.threads.getAcquire(index);
		return thread != null && thread.getState() == Thread.State.WAITING;
	}

	/**
	 * Wake all.
	 */
	void wake() {
		for (int i = 0; i < this.threads.length(); i++) {
			this.states[i] = WOKEN;
			LockSupport.unpark(this.threads.getPlain(i));
		}
	}

	/**
	 * Count those that have ended, each once.
	 */
	int count() {
		int count = 0;
		for (byte end : this.ends) {
			if (end == 1) {
				count++;
			}
		}
		return count;
	}

}
