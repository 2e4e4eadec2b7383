package io.coroutine.internal.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.socket.StreamSocket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The arithmetic of the time-outs of connections.
 */
class TimeLimitsTests {

	private final TimeLimits limits = new TimeLimits();

	@Test
	void whenNothingIsSetThenThereAreNoDeadlines() {
		assertThat(this.limits.readDeadline()).isEqualTo(StreamSocket.NO_DEADLINE);
		assertThat(this.limits.writeDeadline()).isEqualTo(StreamSocket.NO_DEADLINE);
		assertThat(this.limits.orIdle(StreamSocket.NO_DEADLINE)).isEqualTo(StreamSocket.NO_DEADLINE);
		assertThat(this.limits.orIdle(42)).isEqualTo(42);
		assertThat(this.limits.isIdle()).isFalse();
	}

	@Test
	void whenIdleTimeoutIsSetThenTheEarlierOfTheTwoHolds() {
		long before = System.nanoTime();
		this.limits.idle(Duration.ofHours(1));
		long idle = this.limits.orIdle(StreamSocket.NO_DEADLINE);
		assertThat(idle - before).isGreaterThanOrEqualTo(TimeUnit.HOURS.toNanos(1));
		assertThat(this.limits.orIdle(idle - 1)).isEqualTo(idle - 1);
		assertThat(this.limits.orIdle(idle + 1)).isEqualTo(idle);
		this.limits.transferred();
		assertThat(this.limits.orIdle(StreamSocket.NO_DEADLINE)).isGreaterThanOrEqualTo(idle);
		assertThat(this.limits.isIdle()).isFalse();
		this.limits.idle(Duration.ofNanos(1));
		assertThat(this.limits.isIdle()).isTrue();
	}

	@Test
	void whenNobodyHasWaitedThenThatTimeIsNotIdle() {
		this.limits.idle(Duration.ofHours(1));
		long first = this.limits.orIdle(StreamSocket.NO_DEADLINE);
		awaitTick();
		this.limits.begin();
		long second = this.limits.orIdle(StreamSocket.NO_DEADLINE);
		assertThat(second).isGreaterThan(first);
		this.limits.timedOut();
		awaitTick();
		this.limits.begin();
		assertThat(this.limits.orIdle(StreamSocket.NO_DEADLINE)).isEqualTo(second);
		this.limits.transferred();
		awaitTick();
		this.limits.begin();
		assertThat(this.limits.orIdle(StreamSocket.NO_DEADLINE)).isGreaterThan(second);
	}

	private static void awaitTick() {
		long now = System.nanoTime();
		while (System.nanoTime() == now) {
			Thread.onSpinWait();
		}
	}

	@Test
	void whenDeadlineIsTurnedIntoMillisecondsThenItIsRoundedUp() {
		assertThat(TimeLimits.millisUntil(StreamSocket.NO_DEADLINE)).isZero();
		assertThat(TimeLimits.millisUntil(System.nanoTime() - 1)).isEqualTo(1);
		assertThat(TimeLimits.millisUntil(System.nanoTime() + 1)).isEqualTo(1);
		assertThat(TimeLimits.millisUntil(System.nanoTime() + TimeUnit.DAYS.toNanos(100))).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void whenTimeIsTooLongForNanosecondsThenItIsACentury() {
		assertThat(TimeLimits.toNanos("It", Duration.ofSeconds(Long.MAX_VALUE)))
			.isEqualTo(TimeUnit.DAYS.toNanos(36_500));
		assertThatIllegalArgumentException().isThrownBy(() -> TimeLimits.toNanos("It", Duration.ofNanos(-1)))
			.withMessage("It must not be negative, not PT-0.000000001S");
	}

}
