package io.coroutine.spring.task;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.coroutine.CoroutineRuntime;
import io.coroutine.StackMode;
import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;

/**
 * Makes threads that are coroutines. May be used by any thread.
 */
final class CoroutineThreadFactory implements ThreadFactory {

	private static final CoroutineLocal<@Nullable Boolean> POOLED = CoroutineLocal.create();

	private final CoroutineRuntime runtime;

	private final Supplier<String> prefix;

	private final boolean pooled;

	private final @Nullable KeepAlive keepAlive;

	private final AtomicInteger made = new AtomicInteger();

	/**
	 * Create a factory.
	 * @param prefix asked for each name, as the executor may be changed after it was
	 * given its factory
	 * @param pooled whether each task is to be given a coroutine beside the thread
	 * @param keepAlive what the threads keep alive, if so
	 */
	CoroutineThreadFactory(CoroutineRuntime runtime, Supplier<String> prefix, boolean pooled,
			@Nullable KeepAlive keepAlive) {
		this.runtime = runtime;
		this.prefix = prefix;
		this.pooled = pooled;
		this.keepAlive = keepAlive;
	}

	@Override
	public Thread newThread(Runnable task) {
		Runnable marked = (this.pooled) ? () -> runPooled(task) : task;
		return this.runtime.coroutine()
			.name(this.prefix.get() + this.made.incrementAndGet())
			.stackMode(StackMode.SHARED)
			.inherit(false)
			.unstarted((this.keepAlive != null) ? this.keepAlive.during(marked) : marked);
	}

	private static void runPooled(Runnable task) {
		POOLED.set(true);
		task.run();
	}

	/**
	 * Tell whether the caller is a thread whose tasks are to be given a coroutine each.
	 */
	static boolean isPooled() {
		return Boolean.TRUE.equals(POOLED.get());
	}

}
