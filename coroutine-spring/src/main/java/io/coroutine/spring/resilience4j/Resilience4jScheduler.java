package io.coroutine.spring.resilience4j;

import java.util.concurrent.ScheduledExecutorService;

/**
 * The scheduler with which time limiters and retries wait for futures. It is no
 * {@link ScheduledExecutorService} itself, as a bean of that type would take the place of
 * the task scheduler of the application.
 */
public final class Resilience4jScheduler implements AutoCloseable {

	private final ScheduledExecutorService executor;

	private Resilience4jScheduler(ScheduledExecutorService executor) {
		this.executor = executor;
	}

	/**
	 * Create it.
	 * @param executor waits, and runs what comes after
	 * @return the scheduler, to be closed
	 */
	public static Resilience4jScheduler of(ScheduledExecutorService executor) {
		return new Resilience4jScheduler(executor);
	}

	/**
	 * Return the executor, for programmatic use of Resilience4j.
	 * @return the executor
	 */
	public ScheduledExecutorService executor() {
		return this.executor;
	}

	/**
	 * End the executor: what waits is cancelled.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
