package io.coroutine.spring.task;

import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

import io.coroutine.CoroutineRuntime;
import io.coroutine.StackMode;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Makes coroutines of the threads of Spring's executors and schedulers, and of each task
 * a coroutine of its own, whatever else the executor does: its limits, its queue, its
 * names and its shutdown stay what they are. May be used by any thread.
 * <p>
 * Such coroutines take nothing over from whoever submits a task, as a pool's threads do
 * not; that is for a {@link TaskDecorator}, such as
 * {@code io.coroutine.spring.context.InheritingTaskDecorator}.
 */
public final class TaskCoroutines {

	private final CoroutineRuntime runtime;

	/**
	 * Create it.
	 * @param runtime runs the coroutines; must outlive the executors
	 */
	public TaskCoroutines(CoroutineRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Make the threads of an executor that starts one for each task.
	 * @param executor gives the prefix of the names
	 * @return a factory for this executor
	 */
	public ThreadFactory threadPerTask(CustomizableThreadCreator executor) {
		return new CoroutineThreadFactory(this.runtime, executor::getThreadNamePrefix, isPrivate(), null);
	}

	/**
	 * Make an executor that starts a coroutine for each task and has no limit, which is
	 * what {@link org.springframework.core.task.VirtualThreadTaskExecutor} is for virtual
	 * threads.
	 * @param threadNamePrefix the prefix of the names, which end with a number
	 * @return a new executor
	 */
	public SimpleAsyncTaskExecutor executor(String threadNamePrefix) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(threadNamePrefix);
		useCoroutines(executor);
		return executor;
	}

	/**
	 * Have an executor start a coroutine for each task, also if it was to start a virtual
	 * thread. All else of it stays.
	 * @param executor the executor, which has no decorator of its own
	 */
	public void useCoroutines(SimpleAsyncTaskExecutor executor) {
		executor.setVirtualThreads(false);
		executor.setThreadFactory(threadPerTask(executor));
		executor.setTaskDecorator(decorator());
	}

	/**
	 * Make the threads of an executor or scheduler that runs several tasks in each, one
	 * after the other. Each task is a coroutine of its own if the executor has the
	 * {@link #decorator()}. Unless the executor is set to daemon threads, they keep the
	 * JVM alive, as platform threads would.
	 * @param executor gives the prefix of the names, and tells whether they are daemons
	 * @return a factory for this executor
	 */
	public ThreadFactory pooledThreads(CustomizableThreadCreator executor) {
		Supplier<String> prefix = executor::getThreadNamePrefix;
		return new CoroutineThreadFactory(this.runtime, prefix, true, new KeepAlive(prefix, executor::isDaemon));
	}

	/**
	 * Return what makes each task a coroutine of its own. It has to be the outermost
	 * decorator, so that all others are at work within that coroutine. Tasks that do not
	 * come to a thread made here, as those of other executors, run where they are.
	 * @return the decorator
	 */
	public TaskDecorator decorator() {
		return (task) -> new TaskInCoroutine(this.runtime, task);
	}

	/**
	 * Tell whether a task needs a coroutine beside its thread, as only the runtime can
	 * start one with a private stack.
	 */
	private boolean isPrivate() {
		return this.runtime.stackMode() == StackMode.PRIVATE;
	}

}
