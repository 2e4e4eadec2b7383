package io.coroutine.actuate;

import java.util.concurrent.TimeUnit;

import io.coroutine.snapshot.LoopTimes;

/**
 * Which part of its time an event loop is busy, since a second ago or longer: since
 * somebody has asked before, so that several who ask do not take from each other. Any
 * thread may call it.
 */
final class Utilization {

	private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

	private long busy;

	private long total;

	private double last;

	/**
	 * Return the part up to now.
	 * @param times what the loop has done with its time so far
	 * @return the part, from 0 to 1
	 */
	synchronized double update(LoopTimes times) {
		long busyNow = times.running() + times.polling();
		long totalNow = busyNow + times.sleeping();
		if (totalNow - this.total >= PERIOD_NANOS) {
			this.last = (double) (busyNow - this.busy) / (totalNow - this.total);
			this.busy = busyNow;
			this.total = totalNow;
		}
		return this.last;
	}

}
