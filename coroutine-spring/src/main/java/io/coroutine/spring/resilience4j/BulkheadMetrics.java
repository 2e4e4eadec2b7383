package io.coroutine.spring.resilience4j;

import io.github.resilience4j.bulkhead.ThreadPoolBulkhead.Metrics;

/**
 * The metrics of one bulkhead. A thread, in their words, is a coroutine that runs a call:
 * there are no idle ones.
 *
 * @param places knows what runs and what waits
 * @param coreThreadPoolSize the size that was configured
 */
record BulkheadMetrics(BulkheadPlaces places, int coreThreadPoolSize) implements Metrics {

	@Override
	public int getCoreThreadPoolSize() {
		return this.coreThreadPoolSize;
	}

	@Override
	public int getThreadPoolSize() {
		return this.places.running();
	}

	@Override
	public int getMaximumThreadPoolSize() {
		return this.places.places();
	}

	@Override
	public int getQueueDepth() {
		return this.places.waiting();
	}

	@Override
	public int getRemainingQueueCapacity() {
		return this.places.capacity() - this.places.waiting();
	}

	@Override
	public int getQueueCapacity() {
		return this.places.capacity();
	}

	@Override
	public int getActiveThreadCount() {
		return this.places.running();
	}

	@Override
	public int getAvailableThreadCount() {
		return this.places.places() - this.places.running();
	}

}
