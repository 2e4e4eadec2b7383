package io.coroutine;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Children that are all waited for, and end with their scope, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineScopeTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	/** Never opened: who waits for it waits until it is cancelled. */
	private final CountDownLatch never = new CountDownLatch(1);

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).loops(2).start();
	}

	@AfterEach
	void closeRuntime() {
		Live.awaitNone(this.runtime);
		this.runtime.close();
	}

	@Test
	void whenAllSucceedThenTheirResultsAreThere() throws Exception {
		assertThat(inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				Future<String> text = scope.fork(() -> "text");
				Future<Integer> number = scope.fork(() -> {
					Coroutine.yield();
					return 7;
				});
				Future<Void> nothing = scope.fork(() -> null);
				scope.joinAll();
				assertThat(nothing.resultNow()).isNull();
				return text.resultNow() + number.resultNow();
			}
		})).isEqualTo("text7");
	}

	@Test
	void whenThreadOpensItThenItWorksTheSame() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			Future<String> future = scope.fork(() -> "text");
			scope.joinAll();
			assertThat(future.resultNow()).isEqualTo("text");
			assertThat(future.get()).isEqualTo("text");
		}
	}

	@Test
	void whenPrivateStacksAreTheDefaultThenChildrenHaveThem() throws Exception {
		try (CoroutineRuntime stacks = CoroutineRuntime.builder()
			.engine(this.engine)
			.stackMode(StackMode.PRIVATE)
			.start(); CoroutineScope scope = CoroutineScope.open(stacks)) {
			Future<StackMode> mode = scope.fork(() -> Coroutine.current().stackMode());
			scope.joinAll();
			assertThat(mode.resultNow()).isEqualTo(StackMode.PRIVATE);
		}
	}

	@Test
	void whenThereAreNoChildrenThenJoinReturns() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			scope.joinAll();
		}
	}

	@Test
	void whenThereAreManyThenAllAreWaitedFor() throws Exception {
		int count = 5_000;
		AtomicInteger done = new AtomicInteger();
		inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				for (int i = 0; i < count; i++) {
					scope.fork(done::incrementAndGet);
				}
				scope.joinAll();
			}
			return assertThat(done).hasValue(count);
		});
	}

	@Test
	void whenOneFailsThenTheRestIsCancelledAndHasEndedWhenTheJoinThrows() throws Exception {
		inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				CountDownLatch waiting = new CountDownLatch(2);
				AtomicInteger ended = new AtomicInteger();
				Future<Void> other = scope.fork(() -> waitForCancel(waiting, ended));
				Future<Void> another = scope.fork(() -> waitForCancel(waiting, ended));
				scope.fork(() -> {
					waiting.await();
					return fail(new IOException("wanted"));
				});
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(scope::joinAll)
					.withCauseInstanceOf(IOException.class)
					.withMessage("A child of CoroutineScope[no name] failed: java.io.IOException: wanted")
					.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
				assertThat(ended).hasValue(2);
				assertThat(other.isCancelled()).isTrue();
				assertThat(another.isCancelled()).isTrue();
			}
			return null;
		});
	}

	@Test
	void whenOthersFailTooThenTheyAreSuppressed() throws Exception {
		inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				CountDownLatch waiting = new CountDownLatch(2);
				for (String name : List.of("a", "b")) {
					scope.fork(() -> {
						try {
							return waitForCancel(waiting, new AtomicInteger());
						}
						catch (InterruptedException ex) {
							throw new IllegalArgumentException(name, ex);
						}
					});
				}
				scope.fork(() -> {
					waiting.await();
					return fail(new IOException("first"));
				});
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(scope::joinAll)
					.satisfies((ex) -> assertThat(ex.getCause()).hasMessage("first"))
					.satisfies((ex) -> assertThat(ex.getSuppressed()).extracting(Throwable::getMessage)
						.containsExactlyInAnyOrder("a", "b"));
			}
			return null;
		});
	}

	@Test
	void whenTwoThrowTheSameExceptionThenItIsTheCauseOnly() throws Exception {
		IOException same = new IOException("wanted");
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			List<Future<Void>> both = List.of(scope.fork(() -> fail(same)), scope.fork(() -> fail(same)));
			both.forEach(CoroutineScopeTests::awaitDone);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(scope::joinAll)
				.satisfies((ex) -> assertThat(ex.getCause()).isSameAs(same))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		}
	}

	@Test
	void whenVeryManyFailThenAHundredAreSuppressed() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			for (int i = 0; i < 300; i++) {
				awaitDone(scope.fork(() -> fail(new IOException("wanted"))));
			}
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(scope::joinAll)
				.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(100));
		}
	}

	@Test
	void whenChildThrowsAnErrorThenTheJoinReportsIt() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			scope.fork(() -> {
				throw new AssertionError("wanted");
			});
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(scope::joinAll)
				.withCauseInstanceOf(AssertionError.class);
		}
	}

	@Test
	void whenNoJoinReportsAnErrorThenCloseThrowsItOnce() {
		CoroutineScope scope = CoroutineScope.open(this.runtime);
		awaitDone(scope.fork(() -> fail(new IOException("not reported"))));
		awaitDone(scope.fork(() -> {
			throw new AssertionError("wanted");
		}));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(scope::close).withMessage("wanted");
		scope.close();
	}

	@Test
	void whenFutureIsCancelledThenTheJoinSucceedsAfterItsChildHasEnded() throws Exception {
		inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				CountDownLatch waiting = new CountDownLatch(1);
				AtomicInteger ended = new AtomicInteger();
				Future<Void> cancelled = scope.fork(() -> waitForCancel(waiting, ended));
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
					scope.fork(() -> waitForCancel(waiting, ended));
				}
				waiting.await();
			}
			return assertThat(ended).hasValue(10);
		});
	}

	@Test
	void whenBlockThrowsThenChildrenEndFirst() throws Exception {
		AtomicReference<Future<Void>> child = new AtomicReference<>();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				child.set(scope.fork(() -> waitForCancel(new CountDownLatch(1), new AtomicInteger())));
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
						this.never.await();
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
				scope.fork(() -> waitForCancel(waiting, ended));
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
		scope.fork(() -> waitForCancel(waiting, ended));
		uninterruptibly(waiting);
		Thread.currentThread().interrupt();
		scope.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(ended).hasValue(1);
	}

	@Test
	void whenChildForksThenTheJoinWaitsForThoseToo() throws Exception {
		AtomicInteger leaves = new AtomicInteger();
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			scope.fork(() -> grow(scope, 10, leaves));
			scope.joinAll();
		}
		assertThat(leaves).hasValue(1 << 10);
	}

	private static Void grow(CoroutineScope scope, int depth, AtomicInteger leaves) {
		if (depth == 0) {
			leaves.incrementAndGet();
			return null;
		}
		scope.fork(() -> grow(scope, depth - 1, leaves));
		scope.fork(() -> grow(scope, depth - 1, leaves));
		return null;
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
			scope.fork(() -> forkOnAndOn(scope, running));
			this.never.await();
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
					inner.fork(() -> waitForCancel(waiting, ended));
					inner.joinAll();
				}
				return null;
			});
			outer.fork(() -> {
				waiting.await();
				return fail(new IOException("wanted"));
			});
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(outer::joinAll)
				.withCauseInstanceOf(IOException.class);
			assertThat(ended).hasValue(1);
		}
	}

	@Test
	void whenParentHasLocalsThenChildrenSeeThoseOfWhoForksThem() throws Exception {
		CoroutineLocal<String> inherited = CoroutineLocal.<String>builder().inherited().build();
		CoroutineLocal<String> plain = CoroutineLocal.create();
		inCoroutine(() -> {
			inherited.set("owner");
			plain.set("owner");
			AtomicReference<Future<String>> grandchild = new AtomicReference<>();
			try (CoroutineScope scope = CoroutineScope.open()) {
				Future<String> child = scope.fork(() -> {
					String seen = inherited.get() + plain.get();
					inherited.set("child");
					grandchild.set(scope.fork(inherited::get));
					return seen;
				});
				scope.joinAll();
				assertThat(child.resultNow()).isEqualTo("ownernull");
				assertThat(grandchild.get().resultNow()).isEqualTo("child");
			}
			return assertThat(inherited.get()).isEqualTo("owner");
		});
	}

	@Test
	void whenCopyFunctionThrowsThenNothingIsForked() throws Exception {
		CoroutineLocal<String> local = CoroutineLocal.<String>builder().inherited((value) -> {
			throw new UnsupportedOperationException("wanted");
		}).build();
		inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				local.set("value");
				assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> scope.fork(() -> null));
				local.remove();
				scope.fork(() -> null);
				scope.joinAll();
			}
			return null;
		});
	}

	@Test
	void whenRuntimeIsClosedThenForkIsRejectedAndTheScopeCanBeClosed() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			this.runtime.close();
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> scope.fork(() -> null));
			scope.joinAll();
		}
	}

	@Test
	void whenScopeHasANameThenItsChildrenAreNamedAfterIt() throws Exception {
		try (CoroutineScope scope = CoroutineScope.builder().runtime(this.runtime).name("page").open()) {
			assertThat(scope).hasToString("CoroutineScope[page]");
			Future<String> first = scope.fork(() -> Coroutine.current().name());
			Future<String> second = scope.fork(() -> Coroutine.current().name());
			scope.joinAll();
			assertThat(first.resultNow()).isEqualTo("page-1");
			assertThat(second.resultNow()).isEqualTo("page-2");
		}
	}

	@Test
	void whenScopeLivesOnWithoutJoinThenItDoesNotKeepWhatHasEnded() {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			AtomicReference<WeakReference<Object>> result = new AtomicReference<>();
			awaitDone(scope.fork(() -> {
				Object object = new Object();
				result.set(new WeakReference<>(object));
				return object;
			}));
			Collected.await(result.get(), () -> scope.fork(() -> null));
		}
	}

	private <T> T inCoroutine(Callable<T> task) throws InterruptedException, ExecutionException {
		return this.runtime.submit(task).get();
	}

	/**
	 * Wait until the caller is interrupted, and then a little longer.
	 */
	private Void waitForCancel(CountDownLatch waiting, AtomicInteger ended) throws InterruptedException {
		try {
			waiting.countDown();
			this.never.await();
			return null;
		}
		finally {
			Coroutine.yield();
			ended.incrementAndGet();
		}
	}

	private static Void fail(Exception failure) throws Exception {
		throw failure;
	}

	private static void awaitDone(Future<?> future) {
		try {
			future.get();
		}
		catch (ExecutionException ex) {
			// Its failure is looked at elsewhere
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
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
