package io.coroutine.benchmarks.support;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Where the values of several rounds lie.
 *
 * @param median the value in the middle
 * @param lowest the lowest value
 * @param highest the highest value
 */
public record Spread(double median, double lowest, double highest) {

	public static Spread of(DoubleStream values) {
		double[] sorted = values.toArray();
		if (sorted.length == 0) {
			return new Spread(Double.NaN, Double.NaN, Double.NaN);
		}
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Spread(median, sorted[0], sorted[sorted.length - 1]);
	}

	@Override
	public String toString() {
		return Double.isFinite(this.median)
				? String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", this.median, this.lowest, this.highest) : "–";
	}

}
