package io.coroutine.internal.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the coroutines that outlive their event loops, as threads outlive whatever has
 * started them: the one that has shut its own runtime down, those that had not ended when
 * the grace was over, and virtual threads that others have started inside coroutines. One
 * of them may hold a lock that the whole process needs, such as that of
 * {@link Runtime#exit}.
 * <p>
 * There are threads only while there is something to run, so many at the most as there
 * were carriers. Any thread may call it, also a coroutine that is pinned; it fails never,
 * and waits if the operating system gives neither a thread nor memory.
 */
final class Stragglers implements Executor {

	/** A wait for memory, or for a thread. */
	private static final long PAUSE_NANOS = 1_000_000;

	/** So long a thread waits for more to run. */
	private static final long IDLE_MILLIS = 100;

	private final ThreadPoolExecutor threads;

	/**
	 * Create it.
	 * @param limit how many threads there may be at once, at least 1
	 */
	Stragglers(int limit) {
		ThreadFactory factory = Thread.ofPlatform()
			.daemon()
			.inheritInheritableThreadLocals(false)
			.name("coroutine-straggler-", 0)
			.factory();
		this.threads = new ThreadPoolExecutor(limit, limit, IDLE_MILLIS, TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(), factory);
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Run the continuation of a coroutine, until it gives its thread back.
	 */
	@Override
	public void execute(Runnable continuation) {
		while (!tryExecute(continuation)) {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	private boolean tryExecute(Runnable continuation) {
		try {
			this.threads.execute(continuation);
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

}
