package io.coroutine.scope;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.test.EngineContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ParameterizedClass
@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
class DeadlineTests extends EngineContract {

	private <T extends @Nullable Object> T inCoroutine(Callable<T> code) throws Exception {
		try {
			return this.runtime.submit(code).get(60, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (Exception) ex.getCause();
		}
	}

	/**
	 * Something that has to happen before a deadline.
	 */
	private interface Attempt {

		/**
		 * Try it.
		 * @return whether it was in time
		 */
		boolean isInTime(Duration limit) throws Exception;

	}

	/**
	 * Try in a coroutine, with more and more time if the machine holds it up.
	 */
	private void untilInTime(Attempt attempt) throws Exception {
		boolean inTime = false;
		for (Duration limit = SHORT; !inTime; limit = limit.multipliedBy(2)) {
			Duration current = limit;
			inTime = inCoroutine(() -> attempt.isInTime(current));
		}
	}

	private static Object waitForEver() throws InterruptedException {
		new CountDownLatch(1).await();
		return "never";
	}

	@Test
	void whenItIsDoneInTimeThenNothingIsLeftOfTheDeadline() throws Exception {
		Object result = inCoroutine(() -> {
			Object inside = Deadline.within(LONG, () -> {
				assertThat(Deadline.current()).isNotNull();
				assertThat(Deadline.current().remaining()).isPositive().isLessThanOrEqualTo(LONG);
				assertThat(Deadline.current().hasPassed()).isFalse();
				assertThat(Deadline.limit(LONG.multipliedBy(2))).isLessThanOrEqualTo(LONG);
				assertThat(Deadline.limit(SHORT)).isEqualTo(SHORT);
				return "done";
			});
			assertThat(Deadline.current()).isNull();
			assertThat(Deadline.limit(LONG)).isEqualTo(LONG);
			return inside;
		});
		assertThat(result).isEqualTo("done");
	}

	@Test
	void whenItPassesThenTheCodeIsCancelledAndTheCoroutineGoesOn() throws Exception {
		inCoroutine(() -> {
			assertThatExceptionOfType(DeadlineExceededException.class)
				.isThrownBy(() -> Deadline.within(SHORT, DeadlineTests::waitForEver))
				.withMessage("Not done within PT0.005S")
				.withCauseInstanceOf(InterruptedException.class);
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
			Thread.sleep(20);
			return null;
		});
	}

	@Test
	void whenTheCodeDoesNotCareThenTheInterruptIsTakenBack() throws Exception {
		Object result = inCoroutine(() -> {
			Object inside = Deadline.within(SHORT, () -> {
				// No yield, for which the JDK may keep its one CPU from the alarm
				while (!Thread.currentThread().isInterrupted()) {
					LockSupport.park();
				}
				assertThat(Deadline.limit(LONG)).isZero();
				return "done all the same";
			});
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
			return inside;
		});
		assertThat(result).isEqualTo("done all the same");
	}

	@Test
	void whenTheCodeFailsInTimeThenItsExceptionComesOut() {
		assertThatIllegalStateException().isThrownBy(() -> inCoroutine(() -> Deadline.within(LONG, () -> {
			throw new IllegalStateException("wanted");
		}))).withMessage("wanted");
	}

	@Test
	void whenOneIsWithinAnotherThenTheEarlierOneCounts() throws Exception {
		inCoroutine(() -> {
			assertThatExceptionOfType(DeadlineExceededException.class)
				.isThrownBy(() -> Deadline.within(SHORT, () -> Deadline.within(LONG, DeadlineTests::waitForEver)));
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
			Deadline.within(LONG, () -> {
				assertThatExceptionOfType(DeadlineExceededException.class)
					.isThrownBy(() -> Deadline.within(SHORT, DeadlineTests::waitForEver));
				assertThat(Deadline.current().hasPassed()).isFalse();
				assertThat(Thread.currentThread().isInterrupted()).isFalse();
				return null;
			});
			return null;
		});
	}

	@Test
	void whenTheOuterOnePassesWithTheInnerOneThenTheInterruptIsNotLost() throws Exception {
		inCoroutine(() -> {
			assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(() -> Deadline.within(SHORT, () -> {
				assertThatExceptionOfType(DeadlineExceededException.class)
					.isThrownBy(() -> Deadline.within(SHORT, DeadlineTests::waitForEver));
				return waitForEver();
			}));
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
			return null;
		});
	}

	@Test
	void whenChildrenAreForkedThenTheyKnowItAndEndWithIt() throws Exception {
		List<String> seen = new CopyOnWriteArrayList<>();
		untilInTime((limit) -> {
			assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(() -> Deadline.within(limit, () -> {
				Deadline deadline = Deadline.current();
				try (CoroutineScope scope = CoroutineScope.open()) {
					scope.fork(() -> {
						seen.add((Deadline.current() == deadline) ? "known" : "unknown");
						try {
							return waitForEver();
						}
						catch (InterruptedException ex) {
							seen.add("cancelled");
							throw ex;
						}
					});
					scope.joinAll();
				}
				return null;
			}));
			return !seen.isEmpty();
		});
		assertThat(seen).containsExactly("known", "cancelled");
	}

	@Test
	void whenTheScopeHasADeadlineThenChildrenHaveTheEarlierOne() throws Exception {
		inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.builder().deadline(LONG).open()) {
				Future<Boolean> child = scope.fork(() -> Deadline.current().remaining().compareTo(LONG) <= 0);
				assertThat(Deadline.current()).isNull();
				scope.joinAll();
				assertThat(child.resultNow()).isTrue();
			}
			Deadline.within(LONG, () -> {
				Deadline outer = Deadline.current();
				try (CoroutineScope scope = CoroutineScope.builder().deadline(LONG.multipliedBy(2)).open()) {
					Future<Boolean> child = scope.fork(() -> Deadline.current() == outer);
					scope.joinAll();
					assertThat(child.resultNow()).isTrue();
				}
				return null;
			});
			return null;
		});
	}

	@Test
	void whenTheScopePassesItsDeadlineThenActionsOfChildrenRunFirst() throws Exception {
		CompletableFuture<String> released = new CompletableFuture<>();
		untilInTime((limit) -> {
			AtomicBoolean inTime = new AtomicBoolean();
			try (CoroutineScope scope = CoroutineScope.builder().deadline(limit).open()) {
				scope.fork(() -> {
					try (var _ = Deadline.current().onPassed(() -> released.complete("by the action"))) {
						inTime.set(!Deadline.current().hasPassed());
						return released.get();
					}
				});
				assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> {
					scope.joinAll();
					throw new TimeoutException("The child was faster than its cancellation");
				});
			}
			return inTime.get();
		});
		assertThat(released).isCompletedWithValue("by the action");
	}

	@Test
	void whenThereIsAnActionThenItRunsOnceAndTheCodeIsNotInterrupted() throws Exception {
		untilInTime((limit) -> {
			AtomicInteger runs = new AtomicInteger();
			AtomicBoolean inTime = new AtomicBoolean();
			CompletableFuture<String> released = new CompletableFuture<>();
			Object result;
			try {
				result = Deadline.within(limit, () -> {
					Deadline deadline = Deadline.current();
					try (var _ = deadline.onPassed(() -> {
						runs.incrementAndGet();
						released.complete("released");
					})) {
						boolean registered = !deadline.hasPassed();
						String seen = released.get() + " " + Thread.currentThread().isInterrupted();
						// The code has so long to end after the action
						inTime.set(registered && deadline.nanosLeft() > -DeadlineActions.GRACE.toNanos());
						return seen;
					}
				});
			}
			catch (DeadlineExceededException ex) {
				result = ex;
			}
			if (inTime.get()) {
				assertThat(result).isEqualTo("released false");
				assertThat(runs).hasValue(1);
			}
			return inTime.get();
		});
	}

	@Test
	void whenTheActionDoesNotHelpThenTheCodeIsInterrupted() throws Exception {
		inCoroutine(() -> {
			assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(() -> Deadline.within(SHORT, () -> {
				Deadline.current().onPassed(() -> {
				});
				return waitForEver();
			})).withCauseInstanceOf(InterruptedException.class);
			return null;
		});
	}

	@Test
	void whenTheActionIsTakenBackThenItDoesNotRun() throws Exception {
		untilInTime((limit) -> {
			AtomicInteger runs = new AtomicInteger();
			AtomicBoolean inTime = new AtomicBoolean();
			assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(() -> Deadline.within(limit, () -> {
				Deadline.current().onPassed(runs::incrementAndGet).close();
				inTime.set(!Deadline.current().hasPassed());
				return waitForEver();
			}));
			if (inTime.get()) {
				assertThat(runs).hasValue(0);
			}
			return inTime.get();
		});
	}

	@Test
	void whenItIsUsedWronglyThenItSaysSo() throws Exception {
		assertThatIllegalStateException().isThrownBy(() -> Deadline.within(LONG, () -> ""));
		inCoroutine(() -> {
			assertThatIllegalArgumentException().isThrownBy(() -> Deadline.within(Duration.ZERO, () -> ""));
			DeadlineScope scope = DeadlineScope.open(LONG);
			Thread other = Thread.ofVirtual().start(() -> assertThatIllegalStateException().isThrownBy(scope::close));
			other.join();
			scope.close();
			scope.close();
			return null;
		});
	}

	@Test
	void whenManyEndJustAtTheirDeadlineThenNoInterruptIsLeftBehind() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			for (int i = 0; i < 200; i++) {
				scope.fork(() -> {
					for (int j = 0; j < 20; j++) {
						Duration length = Duration.ofNanos(ThreadLocalRandom.current().nextLong(1, 3_000_000));
						try {
							Deadline.within(length, () -> {
								Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(3_000_000)));
								return null;
							});
						}
						catch (DeadlineExceededException ex) {
							assertThat(ex).hasCauseInstanceOf(InterruptedException.class);
						}
						assertThat(Thread.currentThread().isInterrupted()).isFalse();
						assertThat(Deadline.current()).isNull();
					}
					return null;
				});
			}
			scope.joinAll();
		}
	}

}
