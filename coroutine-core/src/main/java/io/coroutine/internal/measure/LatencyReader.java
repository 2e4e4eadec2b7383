package io.coroutine.internal.measure;

import java.util.function.LongConsumer;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Reads latencies as they are measured, for the modules of this project. Any number of
 * readers may read the same ones, each sees all. A reader belongs to one thread at a
 * time.
 */
public final class LatencyReader {

	private final Latencies source;

	private Histogram seen = Latencies.newHistogram();

	LatencyReader(Latencies source) {
		this.source = source;
	}

	/**
	 * Pass on what was measured since the last call, or the first time since the start.
	 * Of more than so many only each second is passed on, or each third and so on, in the
	 * order of their size, so that the distribution stays the same; and in any case the
	 * longest.
	 * @param most about how many to pass on at the most, at least 1
	 * @param target gets each in nanoseconds, exact to 1 %, from the shortest to the
	 * longest
	 * @return how many were passed on
	 */
	public int read(int most, LongConsumer target) {
		Histogram total = this.source.total();
		Histogram fresh = total.copy();
		fresh.subtract(this.seen);
		this.seen = total;
		return pass(fresh, Math.ceilDiv(fresh.getTotalCount(), most), target);
	}

	private static int pass(Histogram histogram, long step, LongConsumer target) {
		int passed = 0;
		long skipped = 0;
		for (HistogramIterationValue value : histogram.recordedValues()) {
			long nanos = histogram.medianEquivalentValue(value.getValueIteratedTo());
			long count = skipped + value.getCountAddedInThisIterationStep();
			for (; count >= step; count -= step) {
				target.accept(nanos);
				passed++;
			}
			skipped = count;
		}
		if (skipped > 0) {
			target.accept(histogram.medianEquivalentValue(histogram.getMaxValue()));
			passed++;
		}
		return passed;
	}

}
