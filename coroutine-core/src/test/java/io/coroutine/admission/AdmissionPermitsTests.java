package io.coroutine.admission;

import java.util.ArrayList;
import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.admission.AdmissionWaiter.State;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.test.Eventually;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order in which {@link AdmissionPermits} serves those who wait.
 */
class AdmissionPermitsTests {

	private final CoroutineRuntime runtime = CoroutineRuntime.builder()
		.engine(EngineChoice.EVENT_LOOP)
		.loops(2)
		.start();

	private final AdmissionPermits permits = new AdmissionPermits(1, 1_000);

	private EventLoop one;

	private EventLoop other;

	@BeforeEach
	void takeThePermit() throws Exception {
		this.one = Eventually.get(this.runtime.coroutine().submit(EventLoop::current));
		this.other = this.one.group().loops().get(1 - this.one.index());
		assertThat(this.permits.tryTake()).isTrue();
	}

	@AfterEach
	void closeRuntime() {
		this.runtime.close();
	}

	@Test
	void whenGivenOutsideOfLoopsThenTheFirstIsServed() {
		List<AdmissionWaiter> waiters = List.of(enter(this.one), enter(null), enter(this.other));
		for (AdmissionWaiter waiter : waiters) {
			assertThat(this.permits.give(null)).isSameAs(waiter);
			assertThat(waiter.state).isEqualTo(State.ADMITTED);
		}
		assertThat(this.permits.give(null)).isNull();
		assertThat(this.permits.taken()).isZero();
	}

	@Test
	void whenGivenOnALoopThenTheFirstThatWaitsThereIsServed() {
		AdmissionWaiter first = enter(this.one);
		AdmissionWaiter second = enter(this.other);
		AdmissionWaiter third = enter(this.other);
		assertThat(this.permits.give(this.other)).isSameAs(second);
		assertThat(this.permits.give(this.other)).isSameAs(third);
		assertThat(this.permits.give(this.other)).isSameAs(first);
	}

	@Test
	void whenGivenOnOneLoopAllTheTimeThenThoseOfOthersAreOvertakenSoOftenAtMost() {
		List<AdmissionWaiter> strangers = List.of(enter(this.other), enter(this.other), enter(null));
		List<AdmissionWaiter> served = new ArrayList<>();
		while (strangers.stream().anyMatch((waiter) -> waiter.state == State.WAITING)) {
			enter(this.one);
			served.add(this.permits.give(this.one));
		}
		assertThat(served).hasSize(AdmissionPermits.MOST_OVERTAKEN + strangers.size())
			.endsWith(strangers.toArray(AdmissionWaiter[]::new));
	}

	@Test
	void whenTheNearestOfTheLoopIsFarBackThenTheFirstIsServed() {
		AdmissionWaiter first = enter(this.other);
		for (int i = 1; i < AdmissionPermits.REACH; i++) {
			enter(this.other);
		}
		AdmissionWaiter far = enter(this.one);
		assertThat(this.permits.give(this.one)).isSameAs(first);
		assertThat(this.permits.give(this.one)).isSameAs(far);
	}

	@Test
	void whenOneLeavesThenItsNeighboursStay() {
		AdmissionWaiter first = enter(null);
		AdmissionWaiter second = enter(null);
		AdmissionWaiter third = enter(null);
		assertThat(this.permits.leave(second)).isTrue();
		assertThat(this.permits.leave(second)).isFalse();
		assertThat(this.permits.waiting()).isEqualTo(2);
		assertThat(this.permits.give(null)).isSameAs(first);
		assertThat(this.permits.leave(first)).isFalse();
		assertThat(this.permits.give(null)).isSameAs(third);
		assertThat(this.permits.waiting()).isZero();
	}

	@Test
	void whenTheLimitIsRaisedThenServesSeveral() {
		AdmissionWaiter first = enter(null);
		AdmissionWaiter second = enter(null);
		AdmissionWaiter third = enter(null);
		AdmissionWaiter served = this.permits.limit(3);
		assertThat(served).isSameAs(second);
		assertThat(served.next).isSameAs(first);
		assertThat(first.next).isNull();
		assertThat(third.state).isEqualTo(State.WAITING);
	}

	private AdmissionWaiter enter(@Nullable EventLoop loop) {
		AdmissionWaiter waiter = new AdmissionWaiter("test", Thread.currentThread(), loop);
		this.permits.enter(waiter);
		assertThat(waiter.state).isEqualTo(State.WAITING);
		return waiter;
	}

}
