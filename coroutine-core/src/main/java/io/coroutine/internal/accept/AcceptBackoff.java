package io.coroutine.internal.accept;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long to wait after an error in accepting: 50 ms, and each time twice as long, up to
 * 1.6 s, as Tomcat's own connectors do. Any thread may call it.
 */
public final class AcceptBackoff {

	private static final long FIRST_MILLIS = 50;

	private static final long LONGEST_MILLIS = 1600;

	private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final NetLog log = new NetLog();

	private final AtomicLong lastLog = new AtomicLong();

	private volatile long millis;

	private volatile boolean underWay;

	/**
	 * Begin to wait, and log why, unless that has been done not long ago.
	 * @return how long, in milliseconds
	 */
	public long begin(Throwable reason) {
		long next = (this.millis == 0) ? FIRST_MILLIS : Math.min(this.millis * 2, LONGEST_MILLIS);
		this.millis = next;
		this.underWay = true;
		if (mayLog()) {
			this.log.log(System.Logger.Level.ERROR,
					"No connection can be accepted for now, trying again in " + next + " ms", reason);
		}
		return next;
	}

	void end() {
		this.underWay = false;
	}

	boolean isUnderWay() {
		return this.underWay;
	}

	/**
	 * Note that all is well again.
	 */
	public void reset() {
		if (this.millis != 0) {
			this.millis = 0;
		}
	}

	/**
	 * Tell whether the caller is the first one to log in a period.
	 */
	private boolean mayLog() {
		long last = this.lastLog.get();
		long now = System.nanoTime();
		return (last == 0 || now - last >= LOG_INTERVAL_NANOS)
				&& this.lastLog.compareAndSet(last, (now != 0) ? now : 1);
	}

}
