package io.coroutine.spring.context;

import io.coroutine.ContextInheritance;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.local.CoroutineLocalSnapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;

/**
 * Lets the tasks of an executor take over what coroutines do: the inherited
 * coroutine-locals and the context of the code that submits them. A thread of the
 * executor, or the caller itself if that is made to run the task, has its own values
 * again after it.
 */
public final class InheritingTaskDecorator implements TaskDecorator {

	private final @Nullable ContextInheritance inheritance;

	/**
	 * Create a decorator.
	 * @param inheritance takes the context over, or {@code null} for coroutine-locals
	 * only
	 */
	public InheritingTaskDecorator(@Nullable ContextInheritance inheritance) {
		this.inheritance = inheritance;
	}

	@Override
	public Runnable decorate(Runnable task) {
		CoroutineLocalSnapshot locals = CoroutineLocal.snapshot();
		ContextInheritance.Captured context = (this.inheritance != null) ? this.inheritance.capture() : null;
		Runnable withContext = (context != null) ? () -> run(context, task) : task;
		return (locals.isEmpty()) ? withContext : () -> run(locals, withContext);
	}

	private static void run(ContextInheritance.Captured context, Runnable task) {
		Runnable end = context.install();
		try {
			task.run();
		}
		finally {
			end.run();
		}
	}

	private static void run(CoroutineLocalSnapshot locals, Runnable task) {
		try (CoroutineLocalSnapshot.Scope _ = locals.restore()) {
			task.run();
		}
	}

}
