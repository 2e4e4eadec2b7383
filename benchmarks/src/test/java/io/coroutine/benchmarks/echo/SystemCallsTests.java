package io.coroutine.benchmarks.echo;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SystemCalls}.
 */
class SystemCallsTests {

	private static final String OUTPUT = """
			% time     seconds  usecs/call     calls    errors syscall
			------ ----------- ----------- --------- --------- ----------------
			 61.20    0.612000           6      2000           sendto
			 38.10    0.381000           3      2001         1 recvfrom
			  0.70    0.007000          70       100           epoll_wait
			------ ----------- ----------- --------- --------- ----------------
			100.00    1.000000           4      4101         1 total
			""";

	@Test
	void whenSomeCallsFailThenCountsThemToo() {
		SystemCalls calls = SystemCalls.parse(OUTPUT.lines().toList(), 2000);
		assertThat(calls.of("sendto")).isEqualTo(1);
		assertThat(calls.of("recvfrom")).isEqualTo(1.0005);
		assertThat(calls.of("epoll_wait")).isEqualTo(0.05);
	}

	@Test
	void whenACallWasNotMadeThenItsNumberIsZero() {
		SystemCalls calls = SystemCalls.parse(OUTPUT.lines().toList(), 2000);
		assertThat(calls.of("epoll_ctl")).isZero();
		assertThat(calls.perRequest()).containsOnlyKeys("sendto", "recvfrom", "epoll_wait");
	}

}
