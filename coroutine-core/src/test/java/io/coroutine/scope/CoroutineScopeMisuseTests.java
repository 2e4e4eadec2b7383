package io.coroutine.scope;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import io.coroutine.EngineChoice;
import io.coroutine.test.EngineContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Scopes used by the wrong ones, or at the wrong time, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineScopeMisuseTests extends EngineContract {

	@Test
	void whenThreadOpensOneWithoutARuntimeThenFailureSaysSo() {
		assertThatIllegalStateException().isThrownBy(CoroutineScope::open)
			.withMessage("The caller is no coroutine: give the runtime to use");
	}

	@Test
	void whenItIsClosedThenForksAndJoinsFailAndAnotherCloseDoesNothing() {
		CoroutineScope scope = CoroutineScope.open(this.runtime);
		scope.close();
		scope.close();
		assertEnded(scope);
	}

	@Test
	void whenItIsJoinedThenForksAndJoinsFail() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			scope.joinAll();
			assertEnded(scope);
		}
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			scope.joinFirst(List.of(scope.fork(() -> null)));
			assertEnded(scope);
		}
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			scope.fork(() -> {
				throw new IllegalArgumentException("wanted");
			});
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(scope::joinAll);
			assertEnded(scope);
		}
	}

	private static void assertEnded(CoroutineScope scope) {
		String message = "CoroutineScope[no name] has ended, as it was joined or closed: open another";
		assertThatIllegalStateException().isThrownBy(() -> scope.fork(() -> null)).withMessage(message);
		assertThatIllegalStateException().isThrownBy(scope::joinAll).withMessage(message);
		assertThatIllegalStateException().isThrownBy(() -> scope.joinFirst(List.of())).withMessage(message);
	}

	@Test
	void whenOthersForkJoinOrCloseThenFailureSaysSoAndTheScopeGoesOn() throws Exception {
		try (CoroutineScope scope = CoroutineScope.builder().runtime(this.runtime).name("mine").open()) {
			FutureTask<Void> others = new FutureTask<>(() -> {
				assertThatIllegalStateException().isThrownBy(() -> scope.fork(() -> null))
					.withMessageStartingWith("Only the owner of CoroutineScope[mine] and its children may fork");
				assertNotOwner(scope);
				return null;
			});
			this.runtime.start(others);
			others.get();
			FutureTask<Void> thread = new FutureTask<>(() -> {
				assertThatIllegalStateException().isThrownBy(() -> scope.fork(() -> null));
				assertNotOwner(scope);
				return null;
			});
			Thread.ofPlatform().start(thread);
			thread.get();
			scope.fork(() -> null);
			scope.joinAll();
		}
	}

	@Test
	void whenChildJoinsOrClosesThenFailureSaysSo() throws Exception {
		try (CoroutineScope scope = CoroutineScope.builder().runtime(this.runtime).name("mine").open()) {
			scope.fork(() -> {
				assertNotOwner(scope);
				return null;
			});
			scope.joinAll();
		}
	}

	private static void assertNotOwner(CoroutineScope scope) {
		String message = "Only the owner of CoroutineScope[mine], ";
		assertThatIllegalStateException().isThrownBy(scope::joinAll).withMessageStartingWith(message);
		assertThatIllegalStateException().isThrownBy(() -> scope.joinFirst(List.of())).withMessageStartingWith(message);
		assertThatIllegalStateException().isThrownBy(scope::close).withMessageStartingWith(message);
	}

	@Test
	void whenChildOfAScopeWithinForksThenFailureSaysSo() throws Exception {
		try (CoroutineScope outer = CoroutineScope.open(this.runtime)) {
			outer.fork(() -> {
				try (CoroutineScope inner = CoroutineScope.open()) {
					inner.fork(() -> {
						assertThatIllegalStateException().isThrownBy(() -> outer.fork(() -> null));
						return null;
					});
					inner.joinAll();
				}
				return null;
			});
			outer.joinAll();
		}
	}

	@Test
	void whenCandidatesAreNoneOrForeignThenFailureSaysSoAndTheScopeGoesOn() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime);
				CoroutineScope other = CoroutineScope.open(this.runtime)) {
			Future<Integer> own = scope.fork(() -> 1);
			Future<Integer> foreign = other.fork(() -> 2);
			assertThatIllegalArgumentException().isThrownBy(() -> scope.joinFirst(List.of()))
				.withMessage("There must be a child to wait for");
			assertThatIllegalArgumentException().isThrownBy(() -> scope.joinFirst(List.of(own, foreign)))
				.withMessageStartingWith("Only what was forked in CoroutineScope[no name] can be joined here");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> scope.joinFirst(List.of(this.runtime.submit(() -> 3))));
			scope.joinAll();
			other.joinAll();
		}
	}

	@Test
	void whenArgumentsAreMissingThenFailureSaysWhat() {
		CoroutineScopeBuilder builder = CoroutineScope.builder();
		assertThatNullPointerException().isThrownBy(() -> builder.runtime(null))
			.withMessage("The runtime must not be null");
		assertThatNullPointerException().isThrownBy(() -> builder.name(null)).withMessage("The name must not be null");
		assertThatNullPointerException().isThrownBy(() -> builder.deadline(null));
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			assertThatNullPointerException().isThrownBy(() -> scope.fork(null))
				.withMessage("The task must not be null");
		}
	}

	@Test
	void whenDeadlineIsOutOfRangeThenFailureSaysSo() {
		CoroutineScopeBuilder builder = CoroutineScope.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.deadline(Duration.ZERO))
			.withMessage("The deadline must be more than zero, not PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.deadline(Duration.ofMillis(-1)));
	}

}
