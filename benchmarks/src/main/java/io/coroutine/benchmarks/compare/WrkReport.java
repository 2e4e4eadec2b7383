package io.coroutine.benchmarks.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.coroutine.benchmarks.support.BenchmarkException;

/**
 * What wrk printed after a round.
 *
 * @param requests the number of responses, bad ones included
 * @param seconds how long the round lasted
 * @param p50Millis the median latency
 * @param p99Millis the 99th percentile of the latency
 * @param errors the number of socket errors and of responses that are not 2xx or 3xx
 */
record WrkReport(long requests, double seconds, double p50Millis, double p99Millis, long errors) {

	private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m|h),");

	private static final Pattern PERCENTILE = Pattern.compile("^\\s+(50|99)%\\s+([\\d.]+)(us|ms|s|m|h)",
			Pattern.MULTILINE);

	private static final Pattern SOCKET_ERRORS = Pattern
		.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

	private static final Pattern BAD_RESPONSES = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

	static WrkReport parse(String output) {
		Matcher total = TOTAL.matcher(output);
		if (!total.find()) {
			throw new BenchmarkException("wrk printed no result:\n" + output);
		}
		double p50 = Double.NaN;
		double p99 = Double.NaN;
		for (Matcher percentile = PERCENTILE.matcher(output); percentile.find();) {
			double millis = millis(percentile.group(2), percentile.group(3));
			if ("50".equals(percentile.group(1))) {
				p50 = millis;
			}
			else {
				p99 = millis;
			}
		}
		return new WrkReport(Long.parseLong(total.group(1)), millis(total.group(2), total.group(3)) / 1000, p50, p99,
				sum(SOCKET_ERRORS, output) + sum(BAD_RESPONSES, output));
	}

	private static long sum(Pattern pattern, String output) {
		Matcher matcher = pattern.matcher(output);
		long sum = 0;
		if (matcher.find()) {
			for (int i = 1; i <= matcher.groupCount(); i++) {
				sum += Long.parseLong(matcher.group(i));
			}
		}
		return sum;
	}

	private static double millis(String number, String unit) {
		double factor = switch (unit) {
			case "us" -> 0.001;
			case "ms" -> 1;
			case "s" -> 1000;
			case "m" -> 60_000;
			default -> 3_600_000;
		};
		return Double.parseDouble(number) * factor;
	}

}
