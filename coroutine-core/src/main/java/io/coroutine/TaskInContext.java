package io.coroutine;

import io.coroutine.scheduler.Abandonable;

/**
 * A task that runs with what its coroutine has taken over from its creator.
 */
record TaskInContext(ContextInheritance.Captured context, Runnable task) implements Runnable, Abandonable {

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

}
