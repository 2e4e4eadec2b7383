package io.coroutine.benchmarks.compare;

import io.coroutine.benchmarks.support.ProcessUsage;

/**
 * Measurements for tests.
 */
final class Measurements {

	private Measurements() {
	}

	/**
	 * Return a measurement of 1000 requests in a second.
	 * @param cpuMicrosPerRequest the CPU time of each
	 * @param errors the number of errors
	 * @return the measurement
	 */
	static Measurement of(long cpuMicrosPerRequest, long errors) {
		return new Measurement(new WrkReport(1000, 1, 0.5, 9.5, errors),
				new ProcessUsage.Difference(cpuMicrosPerRequest * 1000, 1500));
	}

}
