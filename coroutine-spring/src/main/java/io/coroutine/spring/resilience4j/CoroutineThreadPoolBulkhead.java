package io.coroutine.spring.resilience4j;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineBuilder;
import io.coroutine.CoroutineRuntime;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallFinishedEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallPermittedEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallRejectedEvent;
import io.github.resilience4j.core.ContextPropagator;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ThreadPoolBulkhead} whose pool is coroutines: a fresh one for each call, which
 * inherits the context of the submitter. At most {@code maxThreadPoolSize} calls run at
 * once, {@code queueCapacity} more wait, all others are rejected. Unlike a pool, which
 * adds threads beyond its core size only once the queue is full, it lets a call wait only
 * while that many run; {@code coreThreadPoolSize} and {@code keepAliveDuration} mean
 * nothing.
 * <p>
 * A call whose future was completed by others before its turn came, by a time limiter for
 * example, does not begin. Methods may be called from any thread.
 */
public final class CoroutineThreadPoolBulkhead implements ThreadPoolBulkhead {

	private static final Duration GRACE = Duration.ofSeconds(5);

	private final CoroutineRuntime runtime;

	private final String name;

	private final ThreadPoolBulkheadConfig config;

	private final Map<String, String> tags;

	private final String coroutineName;

	private final BulkheadPlaces places;

	private final BulkheadEvents events;

	private final Metrics metrics;

	private final @Nullable RequestContextPropagator propagator;

	/** All calls that are admitted and have not ended. */
	private final Set<BulkheadCall<?>> open = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	private CoroutineThreadPoolBulkhead(CoroutineRuntime runtime, String name, ThreadPoolBulkheadConfig config,
			Map<String, String> tags, @Nullable RequestContextPropagator propagator) {
		this.propagator = propagator;
		this.runtime = runtime;
		this.name = name;
		this.config = config;
		this.tags = tags;
		this.coroutineName = "bulkhead-" + name;
		this.places = new BulkheadPlaces(config.getMaxThreadPoolSize(), config.getQueueCapacity());
		this.events = new BulkheadEvents(name);
		this.metrics = new BulkheadMetrics(this.places, config.getCoreThreadPoolSize());
	}

	/**
	 * Create a bulkhead.
	 * @param runtime runs the calls
	 * @param name the name
	 * @param config the limits
	 * @return the bulkhead, to be closed
	 * @throws IllegalArgumentException if the configuration has a handler of rejected
	 * calls other than that which throws
	 */
	public static CoroutineThreadPoolBulkhead of(CoroutineRuntime runtime, String name,
			ThreadPoolBulkheadConfig config) {
		return of(runtime, name, config, Map.of());
	}

	/**
	 * Create a bulkhead.
	 * @param runtime runs the calls
	 * @param name the name
	 * @param config the limits
	 * @param tags the tags of its meters
	 * @return the bulkhead, to be closed
	 * @throws IllegalArgumentException if the configuration has a handler of rejected
	 * calls other than that which throws
	 */
	public static CoroutineThreadPoolBulkhead of(CoroutineRuntime runtime, String name, ThreadPoolBulkheadConfig config,
			Map<String, String> tags) {
		return of(runtime, name, config, tags, null);
	}

	/**
	 * Create a bulkhead.
	 * @param propagator carries to the calls what they have from the code that submits
	 * them, and they inherit nothing; {@code null} for all that coroutines inherit
	 */
	static CoroutineThreadPoolBulkhead of(CoroutineRuntime runtime, String name, ThreadPoolBulkheadConfig config,
			Map<String, String> tags, @Nullable RequestContextPropagator propagator) {
		if (!supports(config)) {
			throw new IllegalArgumentException("Bulkhead '" + name + "' has the RejectedExecutionHandler "
					+ config.getRejectedExecutionHandler() + ", which is to be given a pool of threads, and there is "
					+ "none: leave the handler out, or use ThreadPoolBulkhead.of");
		}
		return new CoroutineThreadPoolBulkhead(runtime, name, config, tags, propagator);
	}

	/**
	 * Tell whether there can be such a bulkhead: a handler of rejected calls is given the
	 * pool, so that there must be one.
	 */
	static boolean supports(ThreadPoolBulkheadConfig config) {
		return config.getRejectedExecutionHandler().getClass() == ThreadPoolExecutor.AbortPolicy.class;
	}

	/**
	 * Have a call made as soon as there is a place for it.
	 * @param <T> the type of the result
	 * @param task what is called
	 * @return its result to come
	 * @throws BulkheadFullException if as many run and wait as may, or the bulkhead is
	 * closed
	 */
	@Override
	public <T extends @Nullable Object> CompletableFuture<T> submit(Callable<T> task) {
		if (this.closed || !this.places.admit()) {
			this.events.publish(BulkheadOnCallRejectedEvent::new);
			throw BulkheadFullException.createBulkheadFullException(this);
		}
		BulkheadCall<T> call = create(task);
		this.open.add(call);
		this.places.enter(call);
		return call.promise();
	}

	private <T extends @Nullable Object> BulkheadCall<T> create(Callable<T> task) {
		boolean created = false;
		try {
			Callable<T> permitted = () -> {
				this.events.publish(BulkheadOnCallPermittedEvent::new);
				return task.call();
			};
			Callable<T> inContext = (this.config.getContextPropagator().isEmpty()) ? permitted
					: ContextPropagator.decorateCallable(this.config.getContextPropagator(), permitted);
			BulkheadCall<T> call = new BulkheadCall<>(this, builder(), (this.propagator != null)
					? ContextPropagator.decorateCallable(this.propagator, inContext) : inContext);
			created = true;
			return call;
		}
		finally {
			if (!created) {
				this.places.leave();
			}
		}
	}

	private CoroutineBuilder builder() {
		return this.runtime.coroutine().name(this.coroutineName).inherit(this.propagator == null);
	}

	/**
	 * Called by a call that has begun, at its end, before the result is told.
	 */
	void ended() {
		try {
			this.events.publish(BulkheadOnCallFinishedEvent::new);
		}
		finally {
			this.places.end();
		}
	}

	/**
	 * Called by a call when all is over: it does not begin, or the result is told.
	 */
	void dropped(BulkheadCall<?> call) {
		this.open.remove(call);
		if (this.closed) {
			synchronized (this) {
				notifyAll();
			}
		}
	}

	/**
	 * Have something run as soon as there is a place for it.
	 * @param task what is run
	 * @return its end to come
	 * @throws BulkheadFullException as for {@link #submit(Callable)}
	 */
	@Override
	public CompletableFuture<Void> submit(Runnable task) {
		return submit(() -> {
			task.run();
			return null;
		});
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public ThreadPoolBulkheadConfig getBulkheadConfig() {
		return this.config;
	}

	@Override
	public Metrics getMetrics() {
		return this.metrics;
	}

	@Override
	public Map<String, String> getTags() {
		return this.tags;
	}

	@Override
	public ThreadPoolBulkheadEventPublisher getEventPublisher() {
		return this.events;
	}

	/**
	 * Reject calls from now on, wait for those there are for up to five seconds, then
	 * interrupt those that run and drop those that wait. An interrupt of the caller ends
	 * the wait and is kept for later.
	 */
	@Override
	public void close() {
		this.closed = true;
		try {
			awaitEnd();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.open.forEach(BulkheadCall::interrupt);
	}

	boolean isClosed() {
		return this.closed;
	}

	private synchronized void awaitEnd() throws InterruptedException {
		long until = System.nanoTime() + GRACE.toNanos();
		for (long left = GRACE.toNanos(); left > 0 && !this.open.isEmpty(); left = until - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
	}

	@Override
	public String toString() {
		return "CoroutineThreadPoolBulkhead '" + this.name + "'";
	}

}
