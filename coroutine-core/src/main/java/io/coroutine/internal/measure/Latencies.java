package io.coroutine.internal.measure;

import java.util.List;

import io.coroutine.snapshot.LatencySnapshot;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long something took, each time it was measured. Any thread may call it.
 */
public final class Latencies {

	private static final long MAX_NANOS = 60_000_000_000L;

	/**
	 * Of several writers: a carrier that has lost its loop writes beside the next one.
	 */
	private final Recorder recorder = new Recorder(1, MAX_NANOS, 2);

	private final Histogram total = newHistogram();

	private Histogram interval = this.recorder.getIntervalHistogram();

	static Histogram newHistogram() {
		return new Histogram(1, MAX_NANOS, 2);
	}

	public void record(long nanos) {
		this.recorder.recordValue(Math.clamp(nanos, 1, MAX_NANOS));
	}

	/**
	 * Return a copy of all latencies since the start, in nanoseconds.
	 */
	synchronized Histogram total() {
		this.interval = this.recorder.getIntervalHistogram(this.interval);
		this.total.add(this.interval);
		return this.total.copy();
	}

	public LatencySnapshot snapshot() {
		return summarize(total());
	}

	/**
	 * Put several together.
	 */
	public static LatencySnapshot merge(List<Latencies> latencies) {
		Histogram all = new Histogram(2);
		all.setAutoResize(true);
		latencies.forEach((each) -> all.add(each.total()));
		return summarize(all);
	}

	private static LatencySnapshot summarize(Histogram histogram) {
		if (histogram.getTotalCount() == 0) {
			return LatencySnapshot.NONE;
		}
		return new LatencySnapshot(histogram.getTotalCount(), histogram.getValueAtPercentile(50),
				histogram.getValueAtPercentile(99), histogram.getMaxValue());
	}

	public LatencyReader reader() {
		return new LatencyReader(this);
	}

}
