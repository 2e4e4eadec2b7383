package io.coroutine.tomcat.admission;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import io.coroutine.admission.AdmissionGate;

/**
 * Finds the limit of a gate from how long those take that were let in: it rises while
 * more of them at once do not take longer, and falls when they do. The algorithm is the
 * gradient of Netflix's {@code concurrency-limits}, which has to be on the class path.
 * <p>
 * Times are averaged over windows of 100 ms with ten samples or more, and compared with
 * their average over ten minutes; half as much again counts as normal. Any thread may
 * call it.
 */
public final class AdaptiveLimit {

	private static final long WINDOW_MILLIS = 100;

	/** As many windows as there are in ten minutes. */
	private static final int LONG_WINDOW = 6000;

	/** By how much the limit rises, at least, in five windows. */
	private static final int LEAST_GROWTH = 4;

	private final LongSupplier clock;

	private final Limit limit;

	private final AtomicInteger inFlight = new AtomicInteger();

	AdaptiveLimit(AdmissionGate gate, int min, int max, LongSupplier clock) {
		this.clock = clock;
		Gradient2Limit gradient = Gradient2Limit.newBuilder()
			.initialLimit(gate.limit())
			.minLimit(min)
			.maxConcurrency(max)
			.longWindow(LONG_WINDOW)
			.queueSizeFunction((limit) -> Math.max(LEAST_GROWTH, (int) Math.sqrt(limit)))
			.build();
		this.limit = WindowedLimit.newBuilder()
			.minWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
			.maxWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
			.minRttThreshold(0, TimeUnit.NANOSECONDS)
			.build(gradient);
		this.limit.notifyOnChange(gate::limit);
	}

	/**
	 * Begin to set the limit of a gate, from the one that it has now.
	 * @param gate the gate
	 * @param min the lowest limit, one or more
	 * @param max the highest limit
	 * @return what is to be told of those who are let in
	 */
	public static AdaptiveLimit of(AdmissionGate gate, int min, int max) {
		return new AdaptiveLimit(gate, min, max, System::nanoTime);
	}

	/**
	 * Note that somebody was let in.
	 * @return the time of the clock
	 */
	long begin() {
		this.inFlight.incrementAndGet();
		return this.clock.getAsLong();
	}

	/**
	 * Note that somebody is done.
	 * @param begun what {@link #begin} has returned
	 * @param representative whether the time counts
	 */
	void end(long begun, boolean representative) {
		int together = this.inFlight.getAndDecrement();
		long nanos = this.clock.getAsLong() - begun;
		if (representative && nanos > 0) {
			this.limit.onSample(begun, nanos, together, false);
		}
	}

}
