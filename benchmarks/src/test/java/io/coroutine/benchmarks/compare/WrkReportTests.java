package io.coroutine.benchmarks.compare;

import io.coroutine.benchmarks.support.BenchmarkException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WrkReport}.
 */
class WrkReportTests {

	private static final String OUTPUT = """
			Running 5s test @ http://127.0.0.1:8080/hello
			  1 threads and 16 connections
			  Thread Stats   Avg      Stdev     Max   +/- Stdev
			    Latency     2.71ms    5.11ms  80.58ms   91.13%
			    Req/Sec    15.40k     2.05k   18.13k    72.00%
			  Latency Distribution
			     50%  812.00us
			     75%    2.01ms
			     90%    6.73ms
			     99%    1.20s
			  76789 requests in 5.10s, 9.37MB read
			""";

	@Test
	void whenAllWentWellThenHasNumbersAndNoErrors() {
		assertThat(WrkReport.parse(OUTPUT + "Requests/sec:  15056.67\nTransfer/sec:      1.84MB\n"))
			.isEqualTo(new WrkReport(76789, 5.1, 0.812, 1200, 0));
	}

	@Test
	void whenThereAreErrorsThenSumsThem() {
		WrkReport report = WrkReport.parse(OUTPUT + """
				  Socket errors: connect 1, read 20, write 300, timeout 4000
				  Non-2xx or 3xx responses: 50000
				Requests/sec:  15056.67
				""");
		assertThat(report.errors()).isEqualTo(54321);
		assertThat(report.requests()).isEqualTo(76789);
	}

	@Test
	void whenRoundLastedMinutesThenConvertsThem() {
		assertThat(WrkReport.parse("  10 requests in 1.50m, 9.37MB read").seconds()).isEqualTo(90);
	}

	@Test
	void whenNothingWasMeasuredThenShowsTheOutput() {
		assertThatExceptionOfType(BenchmarkException.class)
			.isThrownBy(() -> WrkReport.parse("unable to connect to 127.0.0.1:8080 Connection refused"))
			.withMessageContaining("Connection refused");
	}

}
