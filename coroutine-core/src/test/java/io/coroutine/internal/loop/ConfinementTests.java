package io.coroutine.internal.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.coroutine.internal.readiness.Readiness;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.timer.Timer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What belongs to a loop is touched by code of that loop only, and a test in which it is
 * not fails.
 */
class ConfinementTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private EventLoopScheduler scheduler;

	private EventLoop loop;

	@BeforeEach
	void start() throws Exception {
		this.scheduler = new EventLoopScheduler(EventLoopGroup.start(2, 0, LONG), 0, 0);
		this.loop = this.scheduler.loops().loops().getFirst();
		onLoop(this.loop, () -> true);
	}

	@AfterEach
	void stop() {
		assertThat(this.scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenAnotherThreadTouchesWhatBelongsToTheLoopThenThatIsFound() {
		Timer timer = new NoTimer();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.loop.removeTimer(timer));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.loop::dispatcher);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.loop::close);
		Readiness readiness = new Readiness(this.loop.group(), 1023);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> readiness.onEvents(this.loop, 0));
		readiness.close();
	}

	@Test
	void whenCodeOfTheLoopOrOfAnotherOneAsksThenItIsToldWhoseTheLoopIs() throws Exception {
		EventLoop other = this.scheduler.loops().loops().getLast();
		onLoop(other, () -> true);
		assertThat(onLoop(this.loop, this.loop::isConfined)).isTrue();
		assertThat(onLoop(other, this.loop::isConfined)).isFalse();
		assertThat(this.loop.isConfined()).isFalse();
	}

	@Test
	void whenACoroutineAsksThenTheLoopIsItsOwnOnlyWhileItHasTheLease() throws Exception {
		CompletableFuture<Boolean> inside = new CompletableFuture<>();
		Timer timer = new NoTimer();
		CompletableFuture<Boolean> added = new CompletableFuture<>();
		this.scheduler.start(null, Scheduler.SHARED_STACK, () -> {
			EventLoop current = EventLoop.current();
			inside.complete(current.isConfined());
			added.complete(current.addTimer(timer, System.nanoTime() + LONG.toNanos()));
			current.cancelTimer(timer);
		});
		assertThat(inside.get(60, TimeUnit.SECONDS)).isFalse();
		assertThat(added.get(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenNobodyHasRunTheLoopThenItBelongsToWhoeverHasOpenedIt() throws Exception {
		EventLoop opened = new EventLoop(0, EventLoopGroup.withoutLoops());
		assertThat(opened.isConfined()).isTrue();
		opened.close();
	}

	private static boolean onLoop(EventLoop loop, BooleanSupplier question) throws Exception {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		loop.execute((_) -> answer.complete(question.getAsBoolean()));
		return answer.get(60, TimeUnit.SECONDS);
	}

	/**
	 * Never fires.
	 */
	private static final class NoTimer extends Timer {

		@Override
		protected void fire() {
			throw new IllegalStateException("Not within a minute");
		}

	}

}
