package io.coroutine.autoconfigure.task;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.context.CoroutineContextAutoConfiguration;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.spring.task.TaskCoroutines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CoroutineTaskAutoConfigurationTests {

	private static final String VIRTUAL = "spring.threads.virtual.enabled=true";

	private static final CoroutineLocal<@Nullable String> USER = CoroutineLocal.<@Nullable String>builder()
		.inherited()
		.build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineTaskAutoConfiguration.class,
				CoroutineContextAutoConfiguration.class, TaskExecutionAutoConfiguration.class,
				TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1");

	private static String thread() {
		String kind = (Thread.currentThread().isVirtual()) ? "virtual" : "platform";
		return ((Coroutine.current() != null) ? "coroutine" : kind) + " " + Thread.currentThread().getName();
	}

	private static String threadOf(AsyncTaskExecutor executor) throws Exception {
		return executor.submit(CoroutineTaskAutoConfigurationTests::thread).get(30, TimeUnit.SECONDS);
	}

	@Test
	void whenDefaultsThenBootsExecutorIsKeptAndItsTasksAreCoroutines() {
		this.runner
			.withPropertyValues("spring.task.execution.pool.core-size=3", "spring.task.execution.pool.max-size=4",
					"spring.task.execution.pool.queue-capacity=5", "spring.task.execution.thread-name-prefix=mine-")
			.run((context) -> {
				ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutor.class);
				assertThat(context.getBean("applicationTaskExecutor")).isSameAs(executor);
				assertThat(executor.getCorePoolSize()).isEqualTo(3);
				assertThat(executor.getMaxPoolSize()).isEqualTo(4);
				assertThat(executor.getQueueCapacity()).isEqualTo(5);
				assertThat(threadOf(executor)).isEqualTo("coroutine mine-1");
			});
	}

	@Test
	void whenThereIsToBeAThreadForEachTaskThenItIsACoroutineInstead(CapturedOutput output) {
		this.runner
			.withPropertyValues(VIRTUAL, "spring.task.execution.simple.concurrency-limit=7",
					"spring.task.execution.thread-name-prefix=mine-")
			.run((context) -> {
				SimpleAsyncTaskExecutor executor = context.getBean(SimpleAsyncTaskExecutor.class);
				assertThat(context.getBean("applicationTaskExecutor")).isSameAs(executor);
				assertThat(executor.getConcurrencyLimit()).isEqualTo(7);
				assertThat(threadOf(executor)).isEqualTo("coroutine mine-1");
			});
		assertThat(output)
			.containsOnlyOnce("Tasks run in coroutines, which win over spring.threads.virtual.enabled: it only means");
	}

	@Test
	void whenExecutionIsSwitchedOffThenItIsAsInBootAndSchedulingIsNot() {
		ApplicationContextRunner off = this.runner.withUserConfiguration(Scheduling.class)
			.withPropertyValues("coroutine.tasks.execution.enabled=false");
		off.run((context) -> {
			assertThat(threadOf(context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class)))
				.isEqualTo("platform task-1");
			assertThat(scheduledThread(context.getBean(TaskScheduler.class))).isEqualTo("coroutine scheduling-1");
		});
		off.withPropertyValues(VIRTUAL)
			.run((context) -> assertThat(threadOf(context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class)))
				.isEqualTo("virtual task-1"));
	}

	private static String scheduledThread(TaskScheduler scheduler) throws Exception {
		CompletableFuture<String> seen = new CompletableFuture<>();
		scheduler.schedule(() -> seen.complete(thread()), scheduler.getClock().instant());
		return seen.get(30, TimeUnit.SECONDS);
	}

	@Test
	void whenSchedulingThenBootsSchedulerIsKeptAndItsTasksAreCoroutines() {
		this.runner.withUserConfiguration(Scheduling.class)
			.withPropertyValues("spring.task.scheduling.pool.size=3", "spring.task.scheduling.thread-name-prefix=mine-")
			.run((context) -> {
				ThreadPoolTaskScheduler scheduler = context.getBean(ThreadPoolTaskScheduler.class);
				assertThat(scheduler.getScheduledThreadPoolExecutor().getCorePoolSize()).isEqualTo(3);
				assertThat(scheduledThread(scheduler)).startsWith("coroutine mine-");
			});
		this.runner.withUserConfiguration(Scheduling.class)
			.withPropertyValues(VIRTUAL, "spring.task.scheduling.simple.concurrency-limit=3")
			.run((context) -> {
				SimpleAsyncTaskScheduler scheduler = context.getBean(SimpleAsyncTaskScheduler.class);
				assertThat(scheduler.getConcurrencyLimit()).isEqualTo(3);
				assertThat(scheduledThread(scheduler)).startsWith("coroutine scheduling-");
			});
	}

	@Test
	void whenSchedulingIsSwitchedOffThenItIsAsInBootAndExecutionIsNot() {
		ApplicationContextRunner off = this.runner.withUserConfiguration(Scheduling.class)
			.withPropertyValues("coroutine.tasks.scheduling.enabled=false");
		off.run((context) -> {
			assertThat(scheduledThread(context.getBean(TaskScheduler.class))).isEqualTo("platform scheduling-1");
			assertThat(threadOf(context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class)))
				.isEqualTo("coroutine task-1");
		});
		off.withPropertyValues(VIRTUAL)
			.run((context) -> assertThat(scheduledThread(context.getBean(TaskScheduler.class)))
				.startsWith("virtual scheduling-"));
	}

	@Test
	void whenCoroutinesAreSwitchedOffThenItIsAsInBoot() {
		this.runner.withUserConfiguration(Scheduling.class)
			.withPropertyValues("coroutine.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(TaskCoroutines.class).doesNotHaveBean(TaskDecorator.class);
				assertThat(threadOf(context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class)))
					.isEqualTo("platform task-1");
				assertThat(scheduledThread(context.getBean(TaskScheduler.class))).isEqualTo("platform scheduling-1");
			});
	}

	@Test
	void whenTheApplicationHasItsOwnExecutorThenBootsBacksOff() {
		Executor own = Runnable::run;
		ApplicationContextRunner owned = this.runner.withBean("own", Executor.class, () -> own);
		owned.run((context) -> assertThat(context).doesNotHaveBean("applicationTaskExecutor"));
		owned.withPropertyValues("spring.task.execution.mode=force")
			.run((context) -> assertThat(threadOf(context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class)))
				.isEqualTo("coroutine task-1"));
	}

	@Test
	void whenTheApplicationHasItsOwnSchedulerThenBootsBacksOff() {
		this.runner.withUserConfiguration(Scheduling.class)
			.withBean("own", TaskScheduler.class, SimpleAsyncTaskScheduler::new)
			.run((context) -> assertThat(context).hasSingleBean(TaskScheduler.class).hasBean("own"));
	}

	@Test
	void whenTheApplicationHasItsOwnCoroutinesThenOursBackOff() {
		CoroutineRuntime runtime = CoroutineRuntime.builder().loops(1).start();
		TaskCoroutines own = new TaskCoroutines(runtime);
		this.runner.withBean(CoroutineRuntime.class, () -> runtime)
			.withBean(TaskCoroutines.class, () -> own)
			.run((context) -> assertThat(context.getBean(TaskCoroutines.class)).isSameAs(own));
	}

	@Test
	void whenTheApplicationCustomizesThenItHasTheLastWord() {
		this.runner
			.withBean(ThreadPoolTaskExecutorCustomizer.class,
					() -> (executor) -> executor.setThreadFactory((task) -> new Thread(task, "theirs")))
			.run((context) -> assertThat(threadOf(context.getBean(ThreadPoolTaskExecutor.class)))
				.isEqualTo("platform theirs"));
		this.runner
			.withBean(ThreadPoolTaskExecutorCustomizer.class,
					() -> (executor) -> executor.setThreadNamePrefix("theirs-"))
			.run((context) -> assertThat(threadOf(context.getBean(ThreadPoolTaskExecutor.class)))
				.isEqualTo("coroutine theirs-1"));
	}

	@Test
	void whenTheApplicationBuildsOneThenItsTasksAreCoroutines() {
		this.runner.run((context) -> {
			try (SimpleAsyncTaskExecutor executor = context.getBean(SimpleAsyncTaskExecutorBuilder.class)
				.virtualThreads(true)
				.threadNamePrefix("built-")
				.build()) {
				assertThat(threadOf(executor)).isEqualTo("coroutine built-1");
			}
		});
	}

	@Test
	void whenTheApplicationHasADecoratorThenItIsAtWorkInTheCoroutineOfTheTask() {
		CompletableFuture<Long> decorated = new CompletableFuture<>();
		TaskDecorator own = (task) -> () -> {
			decorated.complete(Thread.currentThread().threadId());
			task.run();
		};
		this.runner.withBean("own", TaskDecorator.class, () -> own).run((context) -> {
			assertThat(context.getBean(TaskDecorator.class)).isSameAs(own);
			AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
			Future<Long> task = executor.submit(() -> Thread.currentThread().threadId());
			assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(decorated.get(30, TimeUnit.SECONDS));
		});
	}

	@Test
	void whenAsyncThenTheMethodIsACoroutineThatInheritsOnce() {
		for (String virtual : new String[] { "false", "true" }) {
			this.runner.withUserConfiguration(Asynchronous.class)
				.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
				.run((context) -> {
					Worker worker = context.getBean(Worker.class);
					USER.set("anna");
					assertThat(worker.call(() -> thread() + " " + USER.get()).get(30, TimeUnit.SECONDS))
						.isEqualTo("coroutine task-1 anna");
					USER.remove();
					assertThat(worker.call(() -> String.valueOf(USER.get())).get(30, TimeUnit.SECONDS))
						.isEqualTo("null");
				});
		}
	}

	@Test
	void whenScheduledThenEachKindOfScheduleRunsInCoroutines() {
		for (String virtual : new String[] { "false", "true" }) {
			this.runner.withUserConfiguration(Scheduling.class)
				.withBean(Jobs.class)
				.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
				.run((context) -> {
					Jobs jobs = context.getBean(Jobs.class);
					assertThat(jobs.rate.get(30, TimeUnit.SECONDS)).startsWith("coroutine scheduling-");
					assertThat(jobs.delay.get(30, TimeUnit.SECONDS)).startsWith("coroutine scheduling-");
					assertThat(jobs.cron.get(30, TimeUnit.SECONDS)).startsWith("coroutine scheduling-");
				});
		}
	}

	@Test
	void whenTheContextClosesThenItWaitsForTasks() {
		for (String virtual : new String[] { "false", "true" }) {
			CompletableFuture<String> end = new CompletableFuture<>();
			this.runner
				.withPropertyValues("spring.threads.virtual.enabled=" + virtual,
						"spring.task.execution.shutdown.await-termination=true",
						"spring.task.execution.shutdown.await-termination-period=30s")
				.run((context) -> {
					CountDownLatch started = new CountDownLatch(1);
					context.getBean(AsyncTaskExecutor.class).execute(() -> {
						started.countDown();
						try {
							Thread.sleep(Duration.ofMillis(100));
							end.complete("in time");
						}
						catch (InterruptedException ex) {
							end.complete("interrupted");
						}
					});
					started.await();
				});
			assertThat(end).isCompletedWithValue("in time");
		}
	}

	@Test
	void whenTheContextClosesAndIsNotToWaitThenTasksAreInterrupted() {
		for (String virtual : new String[] { "false", "true" }) {
			CompletableFuture<String> end = new CompletableFuture<>();
			this.runner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
				.withPropertyValues("spring.threads.virtual.enabled=" + virtual,
						"spring.lifecycle.timeout-per-shutdown-phase=10ms")
				.run((context) -> {
					CountDownLatch started = new CountDownLatch(1);
					context.getBean(AsyncTaskExecutor.class).execute(() -> {
						started.countDown();
						try {
							Thread.sleep(Duration.ofHours(1));
							end.complete("in time");
						}
						catch (InterruptedException ex) {
							end.complete("interrupted");
						}
					});
					started.await();
				});
			assertThat(end.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("interrupted");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

	static class Jobs {

		private final CompletableFuture<String> rate = new CompletableFuture<>();

		private final CompletableFuture<String> delay = new CompletableFuture<>();

		private final CompletableFuture<String> cron = new CompletableFuture<>();

		@Scheduled(fixedRate = 1)
		void rate() {
			this.rate.complete(thread());
		}

		@Scheduled(fixedDelay = 1)
		void delay() {
			this.delay.complete(thread());
		}

		@Scheduled(cron = "* * * * * *")
		void cron() {
			this.cron.complete(thread());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

		@Bean
		Worker worker() {
			return new Worker();
		}

	}

	static class Worker {

		@Async
		Future<String> call(Supplier<String> code) {
			return CompletableFuture.completedFuture(code.get());
		}

	}

}
