package io.coroutine.scope;

import java.lang.ref.WeakReference;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.test.Collected;
import io.coroutine.test.EngineContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Children that are all waited for, and end with their scope, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineScopeTests extends EngineContract {

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
			ForkTasks.awaitDone(scope.fork(() -> {
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

}
