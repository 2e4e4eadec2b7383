package io.coroutine;

import java.time.Duration;

import io.coroutine.scheduler.Fiber;
import io.coroutine.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The {@link CoroutineRuntime} over a scheduler.
 */
record DefaultCoroutineRuntime(Engine engine, String engineReason, StackMode stackMode, Scheduler scheduler,
		Duration shutdownGrace) implements CoroutineRuntime {

	private static final System.Logger logger = System.getLogger(CoroutineRuntime.class.getName());

	@Override
	public Coroutine start(Runnable task) {
		return start(null, null, task);
	}

	@Override
	public Coroutine start(@Nullable String name, @Nullable StackMode mode, Runnable task) {
		StackMode chosen = (mode != null) ? mode : this.stackMode;
		return new Coroutine(this.scheduler.start(name, chosen == StackMode.PRIVATE, task));
	}

	@Override
	public RuntimeSnapshot snapshot() {
		return RuntimeSnapshot.of(this.engine, this.engineReason, this.scheduler.snapshot());
	}

	@Override
	public int shutdown(Duration grace) {
		Fiber caller = Scheduler.current();
		if (caller != null && this.scheduler.live().contains(caller)) {
			throw new IllegalStateException(
					"A coroutine can not shut down its own runtime, as it would wait for itself: "
							+ "call shutdown from a platform thread");
		}
		boolean interrupted = false;
		try {
			return this.scheduler.shutdown(grace);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return this.scheduler.live().size();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public void close() {
		int left = shutdown(this.shutdownGrace);
		if (left > 0) {
			logger.log(System.Logger.Level.WARNING,
					"{0} coroutines had not ended {1} after they were cancelled; they never go on", left,
					this.shutdownGrace);
		}
	}

}
