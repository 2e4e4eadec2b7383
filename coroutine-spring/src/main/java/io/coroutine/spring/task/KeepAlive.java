package io.coroutine.spring.task;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM alive while the threads of a pool exist: coroutines are daemons, and an
 * application whose only work is scheduled must not end with its main method. One
 * platform thread is there from the making of the first thread until the end of the last.
 * May be used by any thread; the lock guards the two fields.
 */
final class KeepAlive {

	private final Supplier<String> prefix;

	private final BooleanSupplier daemon;

	private int threads;

	private @Nullable Thread keeper;

	/**
	 * Create it.
	 * @param prefix the prefix of the name of the platform thread
	 * @param daemon whether nothing is to be kept alive
	 */
	KeepAlive(Supplier<String> prefix, BooleanSupplier daemon) {
		this.prefix = prefix;
		this.daemon = daemon;
	}

	/**
	 * Keep the JVM alive from now on until a task has run, which has to be started.
	 * @return the task to run
	 */
	Runnable during(Runnable task) {
		if (this.daemon.getAsBoolean()) {
			return task;
		}
		begin();
		return () -> {
			try {
				task.run();
			}
			finally {
				end();
			}
		};
	}

	private synchronized void begin() {
		this.threads++;
		if (this.keeper == null) {
			this.keeper = Thread.ofPlatform().name(this.prefix.get() + "keep-alive").daemon(false).start(this::await);
		}
	}

	private synchronized void end() {
		this.threads--;
		notifyAll();
	}

	private synchronized void await() {
		while (this.threads > 0) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				// It goes on for as long as there are threads
			}
		}
		this.keeper = null;
	}

}
