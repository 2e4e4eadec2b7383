package io.coroutine.scope;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import io.coroutine.EngineChoice;
import io.coroutine.test.EngineContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Children that are cancelled, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineScopeCancelTests extends EngineContract {

	@Test
	void whenFutureIsCancelledThenTheJoinSucceedsAfterItsChildHasEnded() throws Exception {
		inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				CountDownLatch waiting = new CountDownLatch(1);
				AtomicInteger ended = new AtomicInteger();
				Future<String> cancelled = scope.fork(() -> ForkTasks.waitForCancel(waiting, ended));
				waiting.await();
				cancelled.cancel(true);
				scope.joinAll();
				return assertThat(ended).hasValue(1);
			}
		});
	}

	@Test
	void whenClosedWithoutJoinThenChildrenAreCancelledAndHaveEnded() throws Exception {
		inCoroutine(() -> {
			AtomicInteger ended = new AtomicInteger();
			try (CoroutineScope scope = CoroutineScope.open()) {
				CountDownLatch waiting = new CountDownLatch(10);
				for (int i = 0; i < 10; i++) {
					scope.fork(() -> ForkTasks.waitForCancel(waiting, ended));
				}
				waiting.await();
			}
			return assertThat(ended).hasValue(10);
		});
	}

	@Test
	void whenBlockThrowsThenChildrenEndFirst() throws Exception {
		AtomicReference<Future<String>> child = new AtomicReference<>();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				child.set(scope.fork(() -> ForkTasks.waitForCancel(new CountDownLatch(1), new AtomicInteger())));
				throw new IOException("wanted");
			}
		})).withCauseInstanceOf(IOException.class);
		assertThat(child.get().isCancelled()).isTrue();
	}

	@Test
	void whenChildSwallowsInterruptsThenTheJoinWaitsForIt() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		CountDownLatch waiting = new CountDownLatch(1);
		CountDownLatch swallowed = new CountDownLatch(1);
		Coroutine owner = this.runtime.start(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				scope.fork(() -> {
					try {
						waiting.countDown();
						ForkTasks.waitForCancel();
					}
					catch (InterruptedException ex) {
						swallowed.countDown();
					}
					free.await();
					return null;
				});
				uninterruptibly(waiting);
			}
		});
		swallowed.await();
		assertThat(owner.join(Duration.ofMillis(10))).isFalse();
		free.countDown();
		assertThat(owner.join(LONG)).isTrue();
	}

	@Test
	void whenOwnerIsInterruptedThenTheJoinThrowsAfterChildrenHaveEnded() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		CompletableFuture<Boolean> outcome = new CompletableFuture<>();
		AtomicInteger ended = new AtomicInteger();
		Coroutine owner = this.runtime.start(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				scope.fork(() -> ForkTasks.waitForCancel(waiting, ended));
				scope.joinAll();
			}
			catch (InterruptedException ex) {
				outcome.complete(ended.get() == 1 && !Thread.currentThread().isInterrupted());
			}
			catch (Exception ex) {
				outcome.completeExceptionally(ex);
			}
		});
		waiting.await();
		owner.cancel();
		assertThat(outcome.get()).isTrue();
		assertThat(owner.join(LONG)).isTrue();
	}

	@Test
	void whenOwnerIsInterruptedWhileItClosesThenItWaitsAndKeepsTheInterrupt() {
		AtomicInteger ended = new AtomicInteger();
		CoroutineScope scope = CoroutineScope.open(this.runtime);
		CountDownLatch waiting = new CountDownLatch(1);
		scope.fork(() -> ForkTasks.waitForCancel(waiting, ended));
		uninterruptibly(waiting);
		Thread.currentThread().interrupt();
		scope.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(ended).hasValue(1);
	}

	@Test
	void whenChildForksWhileTheScopeIsCancelledThenNobodyOutlivesIt() throws Exception {
		for (int round = 0; round < 200; round++) {
			AtomicInteger running = new AtomicInteger();
			try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
				for (int i = 0; i < 4; i++) {
					scope.fork(() -> forkOnAndOn(scope, running));
				}
			}
			assertThat(running).hasValue(0);
		}
	}

	private Void forkOnAndOn(CoroutineScope scope, AtomicInteger running) throws InterruptedException {
		running.incrementAndGet();
		try {
			// Not without end if the machine holds the one up that cancels
			if (running.get() < 10_000) {
				scope.fork(() -> forkOnAndOn(scope, running));
			}
			ForkTasks.waitForCancel();
			return null;
		}
		finally {
			running.decrementAndGet();
		}
	}

	@Test
	void whenScopesAreNestedThenCancellingTheOuterEndsTheInner() throws Exception {
		AtomicInteger ended = new AtomicInteger();
		try (CoroutineScope outer = CoroutineScope.open(this.runtime)) {
			CountDownLatch waiting = new CountDownLatch(1);
			outer.fork(() -> {
				try (CoroutineScope inner = CoroutineScope.open()) {
					inner.fork(() -> ForkTasks.waitForCancel(waiting, ended));
					inner.joinAll();
				}
				return null;
			});
			outer.fork(() -> {
				waiting.await();
				return ForkTasks.fail(new IOException("wanted"));
			});
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(outer::joinAll)
				.withCauseInstanceOf(IOException.class);
			assertThat(ended).hasValue(1);
		}
	}

	private <T> T inCoroutine(Callable<T> task) throws InterruptedException, ExecutionException {
		return this.runtime.submit(task).get();
	}

	private static void uninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
