package io.coroutine.spring.resilience4j;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CoroutineScheduledExecutorTests extends EngineContract {

	private static final CoroutineLocal<@Nullable String> USER = CoroutineLocal.<@Nullable String>builder()
		.inherited()
		.build();

	private ScheduledExecutorService executor;

	@BeforeEach
	void createExecutor() {
		this.executor = CoroutineScheduledExecutor.of(this.runtime, RequestContextPropagator.of(null), List.of());
	}

	@Test
	void whenTheTimeHasComeThenACoroutineRunsTheTaskWithTheContextOfItsSubmitter() throws Throwable {
		Callable<@Nullable String> task = () -> (Coroutine.current() != null) ? USER.get() : "no coroutine";
		assertThat(get(inCoroutine(() -> {
			USER.set("anna");
			return this.executor.schedule(task, 2, TimeUnit.MILLISECONDS);
		}))).isEqualTo("anna");
		assertThat(get(this.executor.schedule(task, -1, TimeUnit.DAYS))).isNull();
	}

	@Test
	void whenTasksBlockThenOthersRun() throws Throwable {
		CountDownLatch all = new CountDownLatch(100);
		for (int i = 0; i < 100; i++) {
			this.executor.schedule(() -> {
				all.countDown();
				all.await();
				return null;
			}, 1, TimeUnit.MILLISECONDS);
		}
		assertThat(all.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenATaskFailsThenTheFutureHasIt() {
		ScheduledFuture<?> future = this.executor.schedule(() -> {
			throw new IllegalStateException("wanted");
		}, 1, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> get(future)).withMessage("wanted");
	}

	@Test
	void whenCancelledThenItDoesNotRun() throws Throwable {
		AtomicBoolean cancelled = new AtomicBoolean();
		AtomicInteger runs = new AtomicInteger();
		ScheduledFuture<?> future = inCoroutine(() -> this.executor
			.schedule(() -> runs.addAndGet((cancelled.get()) ? 1 : 0), 20, TimeUnit.MILLISECONDS));
		// Its time may have come already if this thread was held up
		assertThat(future.cancel(false)).isEqualTo(future.isCancelled());
		cancelled.set(true);
		get(this.executor.schedule(() -> null, 40, TimeUnit.MILLISECONDS));
		assertThat(future.isDone()).isTrue();
		assertThat(runs).hasValue(0);
	}

	@Test
	void whenPeriodicThenItRunsUntilItIsCancelled() throws Throwable {
		CountDownLatch runs = new CountDownLatch(6);
		ScheduledFuture<?> rate = this.executor.scheduleAtFixedRate(runs::countDown, 0, 1, TimeUnit.MILLISECONDS);
		ScheduledFuture<?> delay = this.executor.scheduleWithFixedDelay(runs::countDown, 0, 1, TimeUnit.MILLISECONDS);
		assertThat(runs.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(rate.cancel(true)).isTrue();
		assertThat(delay.cancel(true)).isTrue();
		assertThat(rate.isDone()).isTrue();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.executor.scheduleAtFixedRate(runs::countDown, 0, 0, TimeUnit.SECONDS));
	}

	@Test
	void whenAPeriodicTaskFailsThenItDoesNotRunAgain() {
		AtomicInteger runs = new AtomicInteger();
		ScheduledFuture<?> future = this.executor.scheduleAtFixedRate(() -> {
			runs.incrementAndGet();
			throw new IllegalStateException("wanted");
		}, 0, 1, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> get(future));
		assertThat(runs).hasValue(1);
	}

	@Test
	void whenShutDownThenWhatWaitsStillRunsButNothingNew() throws Throwable {
		CountDownLatch ran = new CountDownLatch(1);
		ScheduledFuture<?> periodic = this.executor.scheduleAtFixedRate(() -> {
		}, 1, 1, TimeUnit.DAYS);
		this.executor.schedule(ran::countDown, 10, TimeUnit.MILLISECONDS);
		this.executor.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.executor.execute(() -> {
		}));
		assertThat(this.executor.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(ran.getCount()).isZero();
		assertThat(periodic.isCancelled()).isTrue();
		assertThat(this.executor.isTerminated()).isTrue();
	}

	@Test
	void whenShutDownAtOnceThenNothingRunsOn() throws Throwable {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.executor.execute(() -> {
			begun.countDown();
			try {
				Thread.sleep(HOUR);
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		ScheduledFuture<?> waiting = this.executor.schedule(() -> null, 1, TimeUnit.DAYS);
		assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(this.executor.shutdownNow()).isEmpty();
		assertThat(interrupted.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(waiting.isCancelled()).isTrue();
		assertThat(this.executor.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

}
