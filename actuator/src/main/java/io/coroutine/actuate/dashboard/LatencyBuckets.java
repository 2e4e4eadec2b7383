package io.coroutine.actuate.dashboard;

import java.util.ArrayList;
import java.util.List;

import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.measure.LatencyReader;
import org.jspecify.annotations.Nullable;

/**
 * Counts switch latencies in buckets, eight for each power of two, so that the page can
 * tell the percentiles of what happened between any two looks, exact to 12 %. Belongs to
 * one thread at a time.
 */
final class LatencyBuckets {

	private static final int SUB_BITS = 3;

	private static final int SUBS = 1 << SUB_BITS;

	/** So many a loop measures in a second at the most, so none is left out. */
	private static final int MOST = 100_000;

	private final long[] counts = new long[Long.SIZE << SUB_BITS];

	private final List<LatencyReader> readers = new ArrayList<>();

	/**
	 * Create the buckets.
	 * @param loops the loops to read, or {@code null} if there are none
	 */
	LatencyBuckets(@Nullable EventLoopGroup loops) {
		for (int i = 0; loops != null && i < loops.loops().size(); i++) {
			this.readers.add(loops.readSwitchLatencies(i));
		}
	}

	/**
	 * Count what was measured since the last call.
	 * @return the buckets that are not empty: the longest latency of each in nanoseconds
	 * and how many there were since the start, in order
	 */
	List<List<Long>> read() {
		this.readers.forEach((reader) -> reader.read(MOST, this::add));
		List<List<Long>> filled = new ArrayList<>();
		for (int i = 0; i < this.counts.length; i++) {
			if (this.counts[i] > 0) {
				filled.add(List.of(bound(i), this.counts[i]));
			}
		}
		return filled;
	}

	private void add(long nanos) {
		this.counts[index(nanos)]++;
	}

	static int index(long nanos) {
		if (nanos < SUBS) {
			return (int) nanos;
		}
		int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
		int sub = (int) (nanos >>> (power - SUB_BITS)) & (SUBS - 1);
		return ((power - SUB_BITS + 1) << SUB_BITS) + sub;
	}

	static long bound(int index) {
		if (index < SUBS) {
			return index;
		}
		int power = (index >>> SUB_BITS) + SUB_BITS - 1;
		long sub = index & (SUBS - 1);
		return ((SUBS + sub + 1) << (power - SUB_BITS)) - 1;
	}

}
