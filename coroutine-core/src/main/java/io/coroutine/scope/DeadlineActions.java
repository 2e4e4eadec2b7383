package io.coroutine.scope;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.StackMode;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done when a {@link Deadline} passes. The lock guards all fields, those of
 * the actions too. An action goes from waiting to running, in the first call of
 * {@link #run}, and to done; or from waiting to done when it is taken back.
 */
final class DeadlineActions {

	static final Duration GRACE = Duration.ofSeconds(1);

	private final List<Action> open = new ArrayList<>(1);

	Deadline.Registration add(Runnable task) {
		Action action = new Action(task);
		synchronized (this) {
			this.open.add(action);
		}
		return () -> takeBack(action);
	}

	private synchronized void takeBack(Action action) {
		boolean interrupted = false;
		while (action.running) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		this.open.remove(action);
		notifyAll();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Do all that has not been begun, each in a coroutine, and wait until all is done.
	 * What takes longer than the grace is cancelled.
	 * @return whether there was anything to do or to wait for
	 */
	boolean run(CoroutineRuntime runtime) {
		List<Action> begun = new ArrayList<>();
		synchronized (this) {
			if (this.open.isEmpty()) {
				return false;
			}
			for (Action action : this.open) {
				if (!action.begun) {
					action.begun = true;
					action.running = true;
					begun.add(action);
				}
			}
		}
		begun.forEach((action) -> start(runtime, action));
		awaitDone();
		return true;
	}

	private void start(CoroutineRuntime runtime, Action action) {
		try {
			Coroutine coroutine = runtime.coroutine()
				.stackMode(StackMode.SHARED)
				.inherit(false)
				.start(() -> run(action));
			synchronized (this) {
				action.coroutine = coroutine;
			}
		}
		catch (RejectedExecutionException ex) {
			done(action);
		}
	}

	private void run(Action action) {
		try {
			action.task.run();
		}
		finally {
			done(action);
		}
	}

	private synchronized void done(Action action) {
		action.running = false;
		notifyAll();
	}

	private synchronized void awaitDone() {
		long until = System.nanoTime() + GRACE.toNanos();
		try {
			for (long left = GRACE.toNanos(); left > 0 && isAnyRunning(); left = until - System.nanoTime()) {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.open.forEach(Action::cancel);
	}

	private boolean isAnyRunning() {
		return this.open.stream().anyMatch((action) -> action.running);
	}

	private static final class Action {

		private final Runnable task;

		private boolean begun;

		private boolean running;

		private @Nullable Coroutine coroutine;

		Action(Runnable task) {
			this.task = task;
		}

		void cancel() {
			if (this.running && this.coroutine != null) {
				this.coroutine.cancel();
			}
		}

	}

}
