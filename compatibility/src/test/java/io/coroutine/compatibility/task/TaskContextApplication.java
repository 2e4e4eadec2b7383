package io.coroutine.compatibility.task;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.context.annotation.RequestScope;

/**
 * Executors of all kinds: of Boot, built by its builder, of the application, and of the
 * JDK.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import(TaskContextController.class)
class TaskContextApplication {

	@Bean(defaultCandidate = false)
	ThreadPoolTaskExecutor built(ThreadPoolTaskExecutorBuilder builder) {
		return builder.threadNamePrefix("task-built-").build();
	}

	@Bean(defaultCandidate = false)
	ThreadPoolTaskExecutor own() {
		return new ThreadPoolTaskExecutor();
	}

	@Bean
	@RequestScope
	Order order() {
		return new Order();
	}

	@Bean
	Surroundings surroundings(ObservationRegistry observations, Order order) {
		return new Surroundings(observations, order);
	}

	@Bean
	Worker worker(Surroundings surroundings) {
		return new Worker(surroundings);
	}

	@Bean(defaultCandidate = false)
	Map<String, Executor> executors(Worker worker, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor,
			TaskScheduler scheduler, @Qualifier("built") Executor built, @Qualifier("own") Executor own) {
		return Map.of("async", worker::run, "executor", executor, "built", built, "own", own, "scheduler",
				(task) -> scheduler.schedule(task, scheduler.getClock().instant()), "common",
				CompletableFuture::runAsync, "thread", (task) -> new Thread(task).start(), "virtual",
				Thread::startVirtualThread);
	}

	/**
	 * Belongs to a request.
	 */
	static class Order {

		String state() {
			return "made";
		}

	}

	/**
	 * Works elsewhere.
	 */
	static class Worker {

		private final Surroundings surroundings;

		private final CompletableFuture<String> scheduled = new CompletableFuture<>();

		Worker(Surroundings surroundings) {
			this.surroundings = surroundings;
		}

		@Async
		void run(Runnable task) {
			task.run();
		}

		@Scheduled(fixedDelay = 1000)
		void tick() {
			this.scheduled.complete(this.surroundings.seen());
		}

		Supplier<String> scheduled() {
			return this.scheduled::join;
		}

	}

}
