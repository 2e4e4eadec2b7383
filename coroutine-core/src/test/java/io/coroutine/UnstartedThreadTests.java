package io.coroutine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.coroutine.test.EngineContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Coroutines whose threads others start.
 */
@ParameterizedClass
@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
class UnstartedThreadTests extends EngineContract {

	@Test
	void whenStartedAsAThreadThenItIsACoroutineAndCounts() throws Exception {
		CompletableFuture<@Nullable Coroutine> seen = new CompletableFuture<>();
		CompletableFuture<String> release = new CompletableFuture<>();
		Thread thread = this.runtime.coroutine().name("theirs").unstarted(() -> {
			seen.complete(Coroutine.current());
			release.join();
		});
		assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
		assertThat(this.runtime.snapshot().live()).isZero();
		thread.start();
		Coroutine coroutine = seen.get(30, TimeUnit.SECONDS);
		assertThat(coroutine).isNotNull();
		assertThat(coroutine.name()).isEqualTo("theirs");
		assertThat(coroutine.id()).isEqualTo(thread.threadId());
		assertThat(this.runtime.snapshot().live()).isOne();
		assertThat(this.runtime.find(thread.threadId())).contains(coroutine);
		release.complete("now");
		coroutine.join();
	}

	@Test
	void whenStartedFromWithinThenItCanNotBeStartedAgain() throws Exception {
		CompletableFuture<@Nullable Throwable> seen = new CompletableFuture<>();
		Thread thread = this.runtime.coroutine().unstarted(() -> {
			try {
				Coroutine.current().start();
				seen.complete(null);
			}
			catch (IllegalStateException ex) {
				seen.complete(ex);
			}
		});
		thread.start();
		assertThat(seen.get(30, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
		thread.join();
	}

	@Test
	void whenTheFactoryOfAPoolThenItsTasksRunInCoroutines() throws Exception {
		try (ExecutorService pool = Executors.newFixedThreadPool(2, this.runtime.coroutine()::unstarted)) {
			for (int i = 0; i < 100; i++) {
				assertThat(pool.submit(() -> Coroutine.current() != null).get()).isTrue();
			}
		}
	}

	@Test
	void whenShutDownThenTheThreadIsCancelled() throws Exception {
		CompletableFuture<String> seen = new CompletableFuture<>();
		CompletableFuture<String> started = new CompletableFuture<>();
		CoroutineRuntime other = CoroutineRuntime.builder().engine(this.engine).loops(1).start();
		Thread thread = other.coroutine().unstarted(() -> {
			started.complete("");
			try {
				Thread.sleep(LONG);
				seen.complete("slept");
			}
			catch (InterruptedException ex) {
				seen.complete("cancelled");
			}
		});
		thread.start();
		started.get(30, TimeUnit.SECONDS);
		assertThat(other.shutdown(LONG)).isZero();
		assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("cancelled");
	}

	@Test
	void whenStartedAfterTheShutdownThenTheTaskDoesNotRun() throws Exception {
		CoroutineRuntime other = CoroutineRuntime.builder().engine(EngineChoice.PORTABLE).start();
		FutureTask<String> task = new FutureTask<>(() -> "ran");
		Thread thread = other.coroutine().unstarted(task);
		thread.setUncaughtExceptionHandler((_, _) -> {
		});
		other.close();
		thread.start();
		thread.join();
		assertThat(task.isCancelled()).isTrue();
		assertThat(other.snapshot().live()).isZero();
	}

	@Test
	void whenThePrivateStackIsChosenThenItIsRefused() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.runtime.coroutine().privateStack(1 << 20).unstarted(() -> {
			}))
			.withMessageContaining("stackMode(StackMode.SHARED)");
	}

}
