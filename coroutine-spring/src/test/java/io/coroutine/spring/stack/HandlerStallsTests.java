package io.coroutine.spring.stack;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerStallsTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final HandlerStalls stalls = new HandlerStalls(3, Duration.ofSeconds(10));

	@Test
	void whenItStallsOftenEnoughInTheWindowThenItIsAdaptedOnce() {
		assertThat(this.stalls.ended(1, 0)).isFalse();
		assertThat(this.stalls.ended(0, SECOND)).isFalse();
		assertThat(this.stalls.ended(1, 5 * SECOND)).isFalse();
		assertThat(this.stalls.isAdapted()).isFalse();
		assertThat(this.stalls.ended(1, 10 * SECOND)).isTrue();
		assertThat(this.stalls.isAdapted()).isTrue();
		assertThat(this.stalls.ended(1, 10 * SECOND)).isFalse();
		assertThat(this.stalls.isAdapted()).isTrue();
	}

	@Test
	void whenOneCallStallsSeveralTimesThenAllCount() {
		assertThat(this.stalls.ended(3, 0)).isTrue();
	}

	@Test
	void whenStallsAreFarBetweenThenItIsNotAdapted() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.stalls.ended(1, i * 6 * SECOND)).isFalse();
		}
	}

	@Test
	void whenItIsCalledMoreThanAHundredTimesAsOftenThenItIsNotAdapted() {
		for (int i = 0; i < 1_000; i++) {
			assertThat(this.stalls.ended((i % 200 == 0) ? 1 : 0, SECOND)).isFalse();
		}
	}

	@Test
	void whenItStallsInOneOfAHundredCallsThenItIsAdapted() {
		for (int i = 1; i < 201; i++) {
			assertThat(this.stalls.ended((i % 100 == 1) ? 1 : 0, SECOND)).isFalse();
		}
		assertThat(this.stalls.ended(1, SECOND)).isTrue();
	}

}
