package io.coroutine.spring.resilience4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.loop.Alarm;
import io.coroutine.internal.scheduler.Scheduler;
import io.github.resilience4j.core.ContextPropagator;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ScheduledExecutorService} that waits with the timers of the event loops and
 * runs each task in a coroutine of its own, which may block, with the context that its
 * submitter had. For the time limiters and retries of Resilience4j that wait for futures.
 * <p>
 * It has no threads, and no limit to how many tasks run at once. After
 * {@link #shutdown()} tasks still run whose time has not come, but for periodic ones.
 * Methods may be called from any thread; the lock only guards the wait for the end, and
 * who ends the last task after the shutdown takes it.
 */
public final class CoroutineScheduledExecutor extends AbstractExecutorService implements ScheduledExecutorService {

	private static final long LONGEST = TimeUnit.DAYS.toNanos(365);

	private final CoroutineRuntime runtime;

	@SuppressWarnings("rawtypes") // As Resilience4j has them
	private final List<ContextPropagator> propagators;

	/** All tasks that have not ended. */
	private final Set<ScheduledCall<?>> open = ConcurrentHashMap.newKeySet();

	private volatile boolean shutdown;

	private CoroutineScheduledExecutor(CoroutineRuntime runtime,
			@SuppressWarnings("rawtypes") List<ContextPropagator> propagators) {
		this.runtime = runtime;
		this.propagators = propagators;
	}

	/**
	 * Create an executor.
	 * @param runtime has the timers, and runs the tasks
	 * @param propagator carries the context to the task from the code that submits it;
	 * coroutines inherit nothing beside
	 * @param others further ones, which come after
	 * @return the executor
	 */
	public static CoroutineScheduledExecutor of(CoroutineRuntime runtime, RequestContextPropagator propagator,
			@SuppressWarnings("rawtypes") List<ContextPropagator> others) {
		@SuppressWarnings("rawtypes")
		List<ContextPropagator> all = new ArrayList<>();
		all.add(propagator);
		all.addAll(others);
		return new CoroutineScheduledExecutor(runtime, List.copyOf(all));
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		return start(new ScheduledCall<>(this, Executors.callable(command), nanos(delay, unit), 0));
	}

	@Override
	public <V extends @Nullable Object> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		return start(new ScheduledCall<>(this, callable, nanos(delay, unit), 0));
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
		return start(new ScheduledCall<>(this, Executors.callable(command), nanos(initialDelay, unit),
				positiveNanos(period, unit)));
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
		return start(new ScheduledCall<>(this, Executors.callable(command), nanos(initialDelay, unit),
				-positiveNanos(delay, unit)));
	}

	@Override
	public void execute(Runnable command) {
		ScheduledFuture<?> _ = schedule(command, 0, TimeUnit.NANOSECONDS);
	}

	private <V extends @Nullable Object> ScheduledCall<V> start(ScheduledCall<V> call) {
		this.open.add(call);
		if (this.shutdown && this.open.remove(call)) {
			throw new RejectedExecutionException("The executor is shut down");
		}
		call.schedule();
		return call;
	}

	private static long nanos(long delay, TimeUnit unit) {
		return Math.clamp(unit.toNanos(delay), 0, LONGEST);
	}

	private static long positiveNanos(long period, TimeUnit unit) {
		if (period <= 0) {
			throw new IllegalArgumentException("The period must be more than zero, not " + period);
		}
		return nanos(period, unit);
	}

	Runnable decorate(Runnable task) {
		return ContextPropagator.decorateRunnable(this.propagators, task);
	}

	Alarm alarm(long nanos, Runnable task) {
		return Scheduler.behind(this.runtime).alarm(nanos, task);
	}

	void ended(ScheduledCall<?> call) {
		this.open.remove(call);
		if (isTerminated()) {
			synchronized (this) {
				notifyAll();
			}
		}
	}

	@Override
	public void shutdown() {
		this.shutdown = true;
		this.open.stream().filter(ScheduledCall::isPeriodic).forEach((call) -> call.cancel(false));
		synchronized (this) {
			notifyAll();
		}
	}

	/**
	 * Shut down, and cancel all tasks, those that run too.
	 * @return no tasks: those that have not begun are cancelled futures
	 */
	@Override
	public List<Runnable> shutdownNow() {
		shutdown();
		new ArrayList<>(this.open).forEach((call) -> call.cancel(true));
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return this.shutdown;
	}

	@Override
	public boolean isTerminated() {
		return this.shutdown && this.open.isEmpty();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		long until = System.nanoTime() + nanos(timeout, unit);
		synchronized (this) {
			for (long left = until - System.nanoTime(); left > 0 && !isTerminated(); left = until - System.nanoTime()) {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
		}
		return isTerminated();
	}

}
