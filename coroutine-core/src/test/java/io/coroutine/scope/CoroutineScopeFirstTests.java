package io.coroutine.scope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.test.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Children of which the first one that succeeds is enough, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineScopeFirstTests {

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	private CoroutineScope scope;

	@BeforeEach
	void open() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).loops(2).start();
		this.scope = CoroutineScope.open(this.runtime);
	}

	@AfterEach
	void close() {
		this.scope.close();
		Live.awaitNone(this.runtime);
		this.runtime.close();
	}

	@Test
	void whenOneSucceedsThenTheRestIsCancelledAndHasEnded() throws Exception {
		CountDownLatch waiting = new CountDownLatch(3);
		AtomicInteger ended = new AtomicInteger();
		List<Future<String>> candidates = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			candidates.add(this.scope.fork(() -> ForkTasks.waitForCancel(waiting, ended)));
		}
		Future<String> helper = this.scope.fork(() -> ForkTasks.waitForCancel(waiting, ended));
		candidates.add(this.scope.fork(() -> {
			waiting.await();
			return "first";
		}));
		String first = this.scope.joinFirst(candidates);
		assertThat(first).isEqualTo("first");
		assertThat(ended).hasValue(3);
		assertThat(helper.isCancelled()).isTrue();
	}

	@Test
	void whenCandidatesHaveSeveralTypesThenTheResultHasTheirCommonOne() throws Exception {
		Future<Integer> integer = this.scope.fork(() -> 1);
		Future<Double> floating = this.scope.fork(() -> {
			throw new IOException("wanted");
		});
		Number first = this.scope.joinFirst(List.<Future<? extends Number>>of(floating, integer));
		assertThat(first).isEqualTo(1);
	}

	@Test
	void whenSomeFailThenTheFirstThatSucceedsWins() throws Exception {
		Future<String> failing = this.scope.fork(() -> {
			throw new IOException("wanted");
		});
		Future<String> succeeding = this.scope.fork(() -> {
			ForkTasks.awaitDone(failing);
			return "late";
		});
		assertThat(this.scope.joinFirst(List.of(failing, succeeding))).isEqualTo("late");
	}

	@Test
	void whenOtherChildrenSucceedThenOnlyCandidatesCount() throws Exception {
		Future<String> other = this.scope.fork(() -> "other");
		Future<String> candidate = this.scope.fork(() -> {
			other.get();
			Coroutine.yield();
			return "candidate";
		});
		assertThat(this.scope.joinFirst(List.of(candidate))).isEqualTo("candidate");
	}

	@Test
	void whenSeveralHaveSucceededBeforeThenItIsTheFirstInTheOrderGiven() throws Exception {
		Future<String> first = this.scope.fork(() -> "first");
		ForkTasks.awaitDone(first);
		Future<String> second = this.scope.fork(() -> "second");
		ForkTasks.awaitDone(second);
		assertThat(this.scope.joinFirst(List.of(second, first, second))).isEqualTo("second");
	}

	@Test
	void whenResultIsNullThenItIsASuccess() throws Exception {
		Future<String> nothing = this.scope.fork(() -> null);
		assertThat(this.scope.joinFirst(List.of(nothing))).isNull();
	}

	@Test
	void whenAllFailThenTheFirstIsTheCauseAndTheOthersAreSuppressed() {
		Future<String> first = this.scope.fork(() -> {
			throw new IOException("first");
		});
		Future<String> second = this.scope.fork(() -> {
			ForkTasks.awaitDone(first);
			throw new IOException("second");
		});
		Future<String> third = this.scope.fork(() -> {
			ForkTasks.awaitDone(second);
			throw new StackOverflowError("third");
		});
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.scope.joinFirst(List.of(third, second, first)))
			.withMessageStartingWith("None of 3 children of CoroutineScope[no name] succeeded: ")
			.satisfies((ex) -> {
				List<Throwable> all = new ArrayList<>(List.of(ex.getSuppressed()));
				all.add(ex.getCause());
				assertThat(all).extracting(Throwable::getMessage).containsExactlyInAnyOrder("first", "second", "third");
			});
	}

	@Test
	void whenAllHaveFailedBeforeThenTheirFailuresAreReportedToo() {
		Future<String> first = this.scope.fork(() -> {
			throw new IOException("wanted");
		});
		ForkTasks.awaitDone(first);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> this.scope.joinFirst(List.of(first)))
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void whenAllAreCancelledThenFailureSaysSo() {
		CountDownLatch waiting = new CountDownLatch(1);
		AtomicInteger ended = new AtomicInteger();
		Future<String> child = this.scope.fork(() -> ForkTasks.waitForCancel(waiting, ended));
		child.cancel(true);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> this.scope.joinFirst(List.of(child)))
			.withCauseInstanceOf(CancellationException.class);
	}

	@Test
	void whenLoserThrowsAnErrorThenCloseThrowsIt() throws Exception {
		Future<String> loser = this.scope.fork(() -> {
			throw new AssertionError("wanted");
		});
		ForkTasks.awaitDone(loser);
		assertThat(this.scope.joinFirst(List.of(loser, this.scope.fork(() -> "winner")))).isEqualTo("winner");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.scope::close).withMessage("wanted");
	}

	@Test
	void whenOwnerIsInterruptedThenChildrenHaveEndedBeforeItThrows() {
		CountDownLatch waiting = new CountDownLatch(1);
		AtomicInteger ended = new AtomicInteger();
		Thread owner = Thread.currentThread();
		Future<String> child = this.scope.fork(() -> ForkTasks.waitForCancel(waiting, ended));
		this.scope.fork(() -> {
			waiting.await();
			owner.interrupt();
			return null;
		});
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.scope.joinFirst(List.of(child)));
		assertThat(ended).hasValue(1);
		assertThat(owner.isInterrupted()).isFalse();
	}

}
