package io.coroutine.scope;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.EngineChoice;
import io.coroutine.test.EngineContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Children that fail, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineScopeFailureTests extends EngineContract {

	@Test
	void whenOneFailsThenTheRestIsCancelledAndHasEndedWhenTheJoinThrows() throws Exception {
		inCoroutine(() -> {
			try (CoroutineScope scope = CoroutineScope.open()) {
				CountDownLatch waiting = new CountDownLatch(2);
				AtomicInteger ended = new AtomicInteger();
				Future<String> other = scope.fork(() -> ForkTasks.waitForCancel(waiting, ended));
				Future<String> another = scope.fork(() -> ForkTasks.waitForCancel(waiting, ended));
				scope.fork(() -> {
					waiting.await();
					return ForkTasks.fail(new IOException("wanted"));
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
							return ForkTasks.waitForCancel(waiting, new AtomicInteger());
						}
						catch (InterruptedException ex) {
							throw new IllegalArgumentException(name, ex);
						}
					});
				}
				scope.fork(() -> {
					waiting.await();
					return ForkTasks.fail(new IOException("first"));
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
			List<Future<Void>> both = List.of(scope.fork(() -> ForkTasks.fail(same)),
					scope.fork(() -> ForkTasks.fail(same)));
			both.forEach(ForkTasks::awaitDone);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(scope::joinAll)
				.satisfies((ex) -> assertThat(ex.getCause()).isSameAs(same))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		}
	}

	@Test
	void whenVeryManyFailThenAHundredAreSuppressed() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open(this.runtime)) {
			for (int i = 0; i < 300; i++) {
				ForkTasks.awaitDone(scope.fork(() -> ForkTasks.fail(new IOException("wanted"))));
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
		ForkTasks.awaitDone(scope.fork(() -> ForkTasks.fail(new IOException("not reported"))));
		ForkTasks.awaitDone(scope.fork(() -> {
			throw new AssertionError("wanted");
		}));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(scope::close).withMessage("wanted");
		scope.close();
	}

	private <T> T inCoroutine(Callable<T> task) throws InterruptedException, ExecutionException {
		return this.runtime.submit(task).get();
	}

}
