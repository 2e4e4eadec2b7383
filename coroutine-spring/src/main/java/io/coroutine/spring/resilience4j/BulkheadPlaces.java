package io.coroutine.spring.resilience4j;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who of the calls of a bulkhead runs, and who waits: as many as there are places run,
 * some more wait, and begin in the order in which they came.
 * <p>
 * Methods may be called from any thread. {@code admitted} counts all calls from their
 * admission to their end and bounds both, so that {@code waiting} needs no bound of its
 * own; {@code running} counts those that have a place. Whoever adds a call to the queue,
 * or gives a place back, then looks for a place and for a call: if one has found no
 * place, the other has not looked at the queue yet and finds the call there. All of it is
 * volatile, so no call is left waiting while there is a place.
 */
final class BulkheadPlaces {

	private final int places;

	private final int capacity;

	private final AtomicInteger admitted = new AtomicInteger();

	private final AtomicInteger running = new AtomicInteger();

	private final Queue<BulkheadCall<?>> waiting = new ConcurrentLinkedQueue<>();

	/**
	 * Create them.
	 * @param places how many calls may run at once
	 * @param capacity how many more may wait
	 */
	BulkheadPlaces(int places, int capacity) {
		this.places = places;
		this.capacity = capacity;
	}

	/**
	 * Admit a call, which has to {@link #enter} or {@link #leave}.
	 * @return {@code false} if all places are taken and as many wait as may
	 */
	boolean admit() {
		return incrementBelow(this.admitted, (long) this.places + this.capacity);
	}

	/**
	 * Give back what {@link #admit()} has given to a call that never entered.
	 */
	void leave() {
		this.admitted.decrementAndGet();
	}

	/**
	 * Let a call that was admitted begin, or wait for its turn.
	 */
	void enter(BulkheadCall<?> call) {
		this.waiting.add(call);
		beginNext();
	}

	/**
	 * Give back the place of a call that has ended.
	 */
	void end() {
		// In this order: a newcomer may be let in too early and wait, but not be turned
		// away while there is a place
		this.admitted.decrementAndGet();
		this.running.decrementAndGet();
		beginNext();
	}

	private void beginNext() {
		while (!this.waiting.isEmpty() && incrementBelow(this.running, this.places)) {
			BulkheadCall<?> next = this.waiting.poll();
			if (next == null) {
				this.running.decrementAndGet();
			}
			else if (!next.begin()) {
				this.admitted.decrementAndGet();
				this.running.decrementAndGet();
			}
		}
	}

	private static boolean incrementBelow(AtomicInteger counter, long limit) {
		int count = counter.get();
		while (count < limit) {
			if (counter.compareAndSet(count, count + 1)) {
				return true;
			}
			count = counter.get();
		}
		return false;
	}

	int places() {
		return this.places;
	}

	int capacity() {
		return this.capacity;
	}

	int running() {
		return this.running.get();
	}

	/**
	 * Return how many wait, at some moment of the call.
	 */
	int waiting() {
		return Math.clamp((long) this.admitted.get() - this.running.get(), 0, this.capacity);
	}

}
