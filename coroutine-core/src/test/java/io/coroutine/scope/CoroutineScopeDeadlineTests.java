package io.coroutine.scope;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.EngineChoice;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Live;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scopes whose time is limited, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineScopeDeadlineTests extends EngineContract {

	@Test
	void whenItPassesThenTheRestIsCancelledAndTheJoinThrows() throws Exception {
		this.runtime.submit(() -> {
			try (CoroutineScope scope = CoroutineScope.builder().deadline(Duration.ofMillis(20)).open()) {
				Future<String> slow = scope.fork(ForkTasks::waitForCancel);
				assertThatExceptionOfType(TimeoutException.class).isThrownBy(scope::joinAll)
					.withMessage("The children of CoroutineScope[no name] had not ended PT0.02S after it was opened, "
							+ "and were cancelled");
				assertThat(slow.isCancelled()).isTrue();
			}
			return null;
		}).get();
	}

	@Test
	void whenCancelledChildrenFailThenTheyHaveEndedAndAreSuppressed() {
		AtomicInteger failed = new AtomicInteger();
		for (Duration deadline = Duration.ofMillis(20); failed.get() == 0; deadline = deadline.multipliedBy(2)) {
			// Once more with more time if the child has not even begun in time
			try (CoroutineScope scope = open(deadline)) {
				scope.fork(() -> {
					try {
						return ForkTasks.waitForCancel();
					}
					catch (InterruptedException ex) {
						Coroutine.yield();
						failed.incrementAndGet();
						throw new IOException("cut short", ex);
					}
				});
				assertThatExceptionOfType(TimeoutException.class).isThrownBy(scope::joinAll)
					.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(failed.get())
						.allSatisfy((suppressed) -> assertThat(suppressed).hasMessage("cut short")));
			}
		}
	}

	@Test
	void whenItDoesNotPassThenItLeavesNothingBehind() throws Exception {
		for (Duration deadline : List.of(Duration.ofHours(1), Duration.ofSeconds(Long.MAX_VALUE))) {
			try (CoroutineScope scope = open(deadline)) {
				Future<String> future = scope.fork(() -> "in time");
				scope.joinAll();
				assertThat(future.resultNow()).isEqualTo("in time");
				Live.awaitNone(this.runtime);
			}
			open(deadline).close();
			Live.awaitNone(this.runtime);
		}
	}

	@Test
	void whenAChildFailsBeforeThenTheJoinReportsThat() {
		try (CoroutineScope scope = open(Duration.ofHours(1))) {
			scope.fork(ForkTasks::waitForCancel);
			scope.fork(() -> {
				throw new IOException("wanted");
			});
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(scope::joinAll)
				.withCauseInstanceOf(IOException.class);
		}
	}

	@Test
	void whenItPassesWhileTheOwnerWaitsForAChildThenThatWaitEnds() {
		try (CoroutineScope scope = open(Duration.ofMillis(20))) {
			Future<String> child = scope.fork(ForkTasks::waitForCancel);
			assertThatExceptionOfType(CancellationException.class).isThrownBy(child::get);
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(scope::joinAll);
		}
	}

	@Test
	void whenItHasPassedThenForksAreCancelledAndTheJoinThrows() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		try (CoroutineScope scope = open(Duration.ofMillis(1))) {
			Live.awaitNone(this.runtime);
			Future<Integer> child = scope.fork(runs::incrementAndGet);
			assertThat(child.isCancelled()).isTrue();
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> scope.joinFirst(List.of(child)));
		}
		assertThat(runs).hasValue(0);
	}

	@Test
	void whenAllHaveEndedBeforeItPassesThenALateJoinSucceeds() throws Exception {
		boolean inTime = false;
		for (Duration deadline = Duration.ofMillis(50); !inTime; deadline = deadline.multipliedBy(2)) {
			try (CoroutineScope scope = open(deadline)) {
				Future<String> child = scope.fork(() -> "in time");
				Live.awaitNone(this.runtime);
				inTime = !child.isCancelled();
				if (inTime) {
					scope.joinAll();
				}
			}
		}
	}

	@Test
	void whenItPassesThenJoinFirstThrowsToo() {
		try (CoroutineScope scope = open(Duration.ofMillis(20))) {
			Future<String> child = scope.fork(ForkTasks::waitForCancel);
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> scope.joinFirst(List.of(child)));
		}
	}

	@Test
	void whenItPassesNearlyWhenChildrenEndThenNobodyIsLost() {
		for (int round = 0; round < 100; round++) {
			AtomicInteger running = new AtomicInteger();
			try (CoroutineScope scope = open(Duration.ofNanos(round * 20_000L + 1))) {
				for (int i = 0; i < 10; i++) {
					scope.fork(() -> {
						running.incrementAndGet();
						try {
							Thread.sleep(1);
							return null;
						}
						finally {
							running.decrementAndGet();
						}
					});
				}
				scope.joinAll();
			}
			catch (TimeoutException ex) {
				// As good as to succeed here
			}
			catch (InterruptedException | ExecutionException ex) {
				throw new AssertionError(ex);
			}
			assertThat(running).hasValue(0);
		}
	}

	@Test
	void whenRuntimeIsClosedThenOpenIsRejected() {
		this.runtime.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> open(Duration.ofHours(1)));
	}

	@Test
	void whenScopeHasANameThenItsAlarmIsNamedAfterIt() {
		try (CoroutineScope scope = CoroutineScope.builder()
			.runtime(this.runtime)
			.name("page")
			.deadline(Duration.ofHours(1))
			.open()) {
			assertThat(Scheduler.behind(this.runtime).live()).extracting((fiber) -> fiber.thread().getName())
				.containsExactly("page-deadline");
		}
	}

	private CoroutineScope open(Duration deadline) {
		return CoroutineScope.builder().runtime(this.runtime).deadline(deadline).open();
	}

}
