package io.coroutine.autoconfigure.task;

import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.task.TaskCoroutines;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorCustomizer;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the executors and schedulers
 * that Boot builds. They stay what they are, for this application's injection points as
 * well as in their limits; what changes is their threads.
 */
@AutoConfiguration(after = CoroutineAutoConfiguration.class,
		before = { TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class })
@ConditionalOnCoroutineEnabled
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@EnableConfigurationProperties(CoroutineTaskProperties.class)
public final class CoroutineTaskAutoConfiguration {

	private static final Log logger = LogFactory.getLog(CoroutineTaskAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	TaskCoroutines coroutineTaskCoroutines(CoroutineRuntime runtime) {
		return new TaskCoroutines(runtime);
	}

	/**
	 * The outermost of all decorators, so that the others are at work in the coroutine of
	 * the task; and none that stands in the way of one that the application injects.
	 */
	@Bean
	@Fallback
	@Order(Ordered.LOWEST_PRECEDENCE)
	TaskDecorator coroutineTaskDecorator(TaskCoroutines coroutines) {
		return coroutines.decorator();
	}

	/**
	 * Have an executor start a coroutine for each task, also if it was to start a virtual
	 * thread.
	 */
	private static void customize(SimpleAsyncTaskExecutor executor, TaskCoroutines coroutines) {
		executor.setVirtualThreads(false);
		executor.setThreadFactory(coroutines.threadPerTask(executor));
	}

	private static void reportPrecedence(String tasks, Environment environment) {
		if (Threading.VIRTUAL.isActive(environment)) {
			logger.info(tasks + " run in coroutines, which win over spring.threads.virtual.enabled: "
					+ "it only means that there is one for each task, and no pool");
		}
	}

	/**
	 * Ours come first, so that those of the application have the last word.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "coroutine.tasks.execution.enabled", matchIfMissing = true)
	static class ExecutionConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ThreadPoolTaskExecutorCustomizer coroutineThreadPoolTaskExecutorCustomizer(TaskCoroutines coroutines) {
			return (executor) -> executor.setThreadFactory(coroutines.pooledThreads(executor));
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SimpleAsyncTaskExecutorCustomizer coroutineSimpleAsyncTaskExecutorCustomizer(TaskCoroutines coroutines,
				Environment environment) {
			reportPrecedence("Tasks", environment);
			return (executor) -> customize(executor, coroutines);
		}

	}

	/**
	 * As for the executors.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "coroutine.tasks.scheduling.enabled", matchIfMissing = true)
	static class SchedulingConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ThreadPoolTaskSchedulerCustomizer coroutineThreadPoolTaskSchedulerCustomizer(TaskCoroutines coroutines) {
			return (scheduler) -> scheduler.setThreadFactory(coroutines.pooledThreads(scheduler));
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SimpleAsyncTaskSchedulerCustomizer coroutineSimpleAsyncTaskSchedulerCustomizer(TaskCoroutines coroutines,
				Environment environment) {
			reportPrecedence("Scheduled tasks", environment);
			return (scheduler) -> customize(scheduler, coroutines);
		}

	}

}
