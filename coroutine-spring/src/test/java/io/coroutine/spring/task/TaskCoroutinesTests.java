package io.coroutine.spring.task;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.test.Live;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring's executors and schedulers on coroutines, on both engines and in both stack
 * modes.
 */
@ParameterizedClass
@CsvSource({ "EVENT_LOOP, SHARED", "EVENT_LOOP, PRIVATE", "PORTABLE, SHARED", "PORTABLE, PRIVATE" })
class TaskCoroutinesTests {

	private static final CoroutineLocal<@Nullable String> LOCAL = CoroutineLocal.create();

	@Parameter(0)
	private EngineChoice engine;

	@Parameter(1)
	private StackMode stackMode;

	private CoroutineRuntime runtime;

	private TaskCoroutines coroutines;

	@BeforeEach
	void start() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).stackMode(this.stackMode).loops(2).start();
		this.coroutines = new TaskCoroutines(this.runtime);
	}

	@AfterEach
	void close() {
		assertThat(this.runtime.shutdown(Duration.ofSeconds(30))).isZero();
		assertThat(this.runtime.snapshot().live()).isZero();
	}

	private ThreadPoolTaskExecutor pool(int size) {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		pool.setCorePoolSize(size);
		pool.setMaxPoolSize(size);
		pool.setThreadNamePrefix("pool-");
		pool.setWaitForTasksToCompleteOnShutdown(true);
		pool.setAwaitTerminationSeconds(30);
		pool.setThreadFactory(this.coroutines.pooledThreads(pool));
		pool.setTaskDecorator(this.coroutines.decorator());
		return pool;
	}

	private static @Nullable String describe() {
		Coroutine coroutine = Coroutine.current();
		return (coroutine != null) ? coroutine.stackMode() + " " + coroutine.name() : null;
	}

	@Test
	void whenPoolThenEachTaskIsACoroutineOfItsOwn() throws Exception {
		ThreadPoolTaskExecutor pool = pool(1);
		pool.initialize();
		Set<Long> ids = new HashSet<>();
		for (int i = 0; i < 20; i++) {
			Future<Long> task = pool.submit(() -> {
				assertThat(LOCAL.get()).isNull();
				LOCAL.set("left");
				assertThat(describe()).isEqualTo(this.stackMode + " pool-1");
				return Coroutine.current().id();
			});
			ids.add(task.get(30, TimeUnit.SECONDS));
		}
		pool.shutdown();
		assertThat(ids).hasSize(20);
		awaitNone();
	}

	private void awaitNone() throws InterruptedException {
		Live.awaitNone(this.runtime);
	}

	@Test
	void whenPoolThenItsLimitsHold() throws Exception {
		ThreadPoolTaskExecutor pool = pool(2);
		pool.setQueueCapacity(1);
		pool.initialize();
		CountDownLatch release = new CountDownLatch(1);
		List<Future<?>> tasks = List.of(pool.submit(() -> await(release)), pool.submit(() -> await(release)),
				pool.submit(() -> await(release)));
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> pool.submit(() -> await(release)));
		assertThat(pool.getPoolSize()).isEqualTo(2);
		assertThat(pool.getQueueSize()).isEqualTo(1);
		release.countDown();
		for (Future<?> task : tasks) {
			task.get(30, TimeUnit.SECONDS);
		}
		pool.shutdown();
		awaitNone();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whenPoolIsShutDownThenItWaitsForItsTasks() throws Exception {
		ThreadPoolTaskExecutor pool = pool(1);
		pool.initialize();
		CountDownLatch started = new CountDownLatch(1);
		Future<String> task = pool.submit(() -> {
			started.countDown();
			Thread.sleep(50);
			return "done";
		});
		await(started);
		pool.shutdown();
		assertThat(task.isDone()).isTrue();
		assertThat(task.get()).isEqualTo("done");
		awaitNone();
	}

	@Test
	void whenPoolIsNotToWaitThenItsTasksAreInterrupted() throws Exception {
		ThreadPoolTaskExecutor pool = pool(1);
		pool.setWaitForTasksToCompleteOnShutdown(false);
		pool.initialize();
		CountDownLatch started = new CountDownLatch(1);
		Future<?> task = pool.submit(() -> {
			started.countDown();
			await(new CountDownLatch(1));
		});
		await(started);
		pool.shutdown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> task.get(30, TimeUnit.SECONDS))
			.withRootCauseInstanceOf(InterruptedException.class);
		awaitNone();
	}

	@Test
	void whenFutureIsCancelledThenItsTaskIsInterruptedAndThePoolGoesOn() throws Exception {
		ThreadPoolTaskExecutor pool = pool(1);
		pool.initialize();
		CountDownLatch started = new CountDownLatch(1);
		CompletableFuture<String> end = new CompletableFuture<>();
		Future<?> task = pool.submit(() -> {
			started.countDown();
			try {
				Thread.sleep(Duration.ofHours(1));
				end.complete("slept");
			}
			catch (InterruptedException ex) {
				end.complete("interrupted");
			}
		});
		await(started);
		task.cancel(true);
		assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
		assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get(30, TimeUnit.SECONDS)).isFalse();
		pool.shutdown();
		awaitNone();
	}

	@Test
	void whenTaskFailsThenThePoolGoesOn() throws Exception {
		ThreadPoolTaskExecutor pool = pool(1);
		CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
		Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
		Thread.setDefaultUncaughtExceptionHandler((_, ex) -> {
			if ("wanted".equals(ex.getMessage())) {
				uncaught.complete(ex);
			}
		});
		try {
			pool.initialize();
			pool.execute(() -> {
				throw new IllegalArgumentException("wanted");
			});
			assertThat(uncaught.get(30, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
			assertThat(pool.submit(() -> "goes on").get(30, TimeUnit.SECONDS)).isEqualTo("goes on");
		}
		finally {
			Thread.setDefaultUncaughtExceptionHandler(before);
			pool.shutdown();
		}
		awaitNone();
	}

	@Test
	void whenSchedulerThenEachRunIsACoroutineAndNoneOverlap() throws Exception {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadNamePrefix("scheduling-");
		scheduler.setThreadFactory(this.coroutines.pooledThreads(scheduler));
		scheduler.setTaskDecorator(this.coroutines.decorator());
		scheduler.initialize();
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch runs = new CountDownLatch(5);
		Set<Long> ids = ConcurrentHashMap.newKeySet();
		ScheduledFuture<?> task = scheduler.scheduleAtFixedRate(() -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			assertThat(describe()).isEqualTo(this.stackMode + " scheduling-1");
			ids.add(Coroutine.current().id());
			Thread.yield();
			running.decrementAndGet();
			runs.countDown();
		}, Duration.ofMillis(1));
		await(runs);
		task.cancel(false);
		scheduler.shutdown();
		assertThat(most).hasValue(1);
		assertThat(ids).hasSizeGreaterThanOrEqualTo(5);
		awaitNone();
	}

	@Test
	void whenThreadPerTaskThenEachTaskIsOneCoroutine() throws Exception {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("simple-");
		executor.setThreadFactory(this.coroutines.threadPerTask(executor));
		executor.setTaskDecorator(this.coroutines.decorator());
		executor.setConcurrencyLimit(1);
		executor.setRejectTasksWhenLimitReached(true);
		executor.setTaskTerminationTimeout(30_000);
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Future<@Nullable String> task = executor.submit(() -> {
			started.countDown();
			await(release);
			return describe();
		});
		await(started);
		int each = (this.stackMode == StackMode.PRIVATE) ? 2 : 1;
		assertThat(this.runtime.snapshot().live()).isEqualTo(each);
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> executor.submit(() -> "too many"));
		release.countDown();
		assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(this.stackMode + " simple-1");
		executor.close();
		awaitNone();
	}

	@Test
	void whenAnExecutorIsAskedForThenItStartsCoroutinesWithoutALimit() throws Exception {
		SimpleAsyncTaskExecutor executor = this.coroutines.executor("listener-");
		assertThat(executor.isThrottleActive()).isFalse();
		assertThat(executor.submit(TaskCoroutinesTests::describe).get(30, TimeUnit.SECONDS))
			.isEqualTo(this.stackMode + " listener-1");
		awaitNone();
	}

	@Test
	void whenAnExecutorWasToStartVirtualThreadsThenItStartsCoroutines() throws Exception {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("virtual-");
		executor.setVirtualThreads(true);
		executor.setConcurrencyLimit(3);
		this.coroutines.useCoroutines(executor);
		assertThat(executor.getConcurrencyLimit()).isEqualTo(3);
		assertThat(executor.submit(TaskCoroutinesTests::describe).get(30, TimeUnit.SECONDS))
			.isEqualTo(this.stackMode + " virtual-1");
		awaitNone();
	}

	@Test
	void whenNoPoolOfOursThenTheTaskRunsWhereItIs() {
		Thread[] seen = new Thread[1];
		this.coroutines.decorator().decorate(() -> seen[0] = Thread.currentThread()).run();
		assertThat(Arrays.asList(seen)).containsExactly(Thread.currentThread());
	}

}
