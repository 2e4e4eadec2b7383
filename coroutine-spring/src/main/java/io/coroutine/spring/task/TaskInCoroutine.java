package io.coroutine.spring.task;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.RejectedExecutionException;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A task for a pool of coroutines: each run of it is a fresh coroutine, for which the
 * pool's waits. So what a task leaves in coroutine-locals and thread-locals ends with it,
 * and the pool still counts it, limits it and ends it.
 * <p>
 * An interrupt of the pool's thread is one of the task. An exception of the task is one
 * of the pool's thread. {@code failure} is written by the one and read by the other after
 * the join.
 */
final class TaskInCoroutine implements Runnable {

	private final CoroutineRuntime runtime;

	private final Runnable task;

	TaskInCoroutine(CoroutineRuntime runtime, Runnable task) {
		this.runtime = runtime;
		this.task = task;
	}

	@Override
	public void run() {
		if (CoroutineThreadFactory.isPooled()) {
			new Run().runInCoroutine();
		}
		else {
			this.task.run();
		}
	}

	private final class Run {

		private @Nullable Throwable failure;

		void runInCoroutine() {
			Coroutine coroutine;
			try {
				coroutine = TaskInCoroutine.this.runtime.coroutine()
					.name(Thread.currentThread().getName())
					.inherit(false)
					.start(this::run);
			}
			catch (RejectedExecutionException ex) {
				// The pool has accepted the task, and somebody may wait for its result
				TaskInCoroutine.this.task.run();
				return;
			}
			coroutine.joinOrCancel();
			if (this.failure instanceof Error error) {
				throw error;
			}
			if (this.failure instanceof RuntimeException exception) {
				throw exception;
			}
			if (this.failure != null) {
				throw new UndeclaredThrowableException(this.failure);
			}
		}

		private void run() {
			try {
				TaskInCoroutine.this.task.run();
			}
			catch (Throwable ex) {
				this.failure = ex;
			}
		}

	}

}
