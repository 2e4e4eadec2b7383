package io.coroutine;

import io.coroutine.internal.fiber.Abandonable;
import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * A task that runs with what its coroutine has taken over from its creator.
 */
record TaskInContext(ContextInheritance.Captured context, Runnable task) implements Runnable, Abandonable, WorkReason {

	@Override
	public void run() {
		Runnable end = install();
		try {
			this.task.run();
		}
		finally {
			end.run();
		}
	}

	private Runnable install() {
		boolean installed = false;
		try {
			Runnable end = this.context.install();
			installed = true;
			return end;
		}
		finally {
			if (!installed) {
				abandoned();
			}
		}
	}

	@Override
	public void abandoned() {
		Abandonable.abandon(this.task);
	}

	@Override
	public @Nullable WorkingFor describeWork() {
		return (this.task instanceof WorkReason reason) ? reason.describeWork() : null;
	}

}
