package io.coroutine.actuate;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes dumps on a platform thread of their own, one at a time, while the caller waits.
 * The caller is a coroutine most often, and a dump of very many would stall its event
 * loop. A private stack would do, but a dump is wanted just when there is none left. The
 * thread ends with the dump. Any thread may call it.
 */
final class DumpThread {

	private static final String NAME = "coroutine-dump";

	private final ReentrantLock turn = new ReentrantLock();

	/**
	 * Run a dump.
	 * @param dump what to do; it ends soon when it is interrupted
	 * @return its result
	 * @throws CancellationException if the caller is interrupted, which it stays
	 */
	<T> T call(Callable<T> dump) {
		FutureTask<T> task = new FutureTask<>(dump);
		try {
			this.turn.lockInterruptibly();
			try {
				Thread.ofPlatform().name(NAME).daemon().start(task);
				return task.get();
			}
			finally {
				this.turn.unlock();
			}
		}
		catch (InterruptedException ex) {
			task.cancel(true);
			Thread.currentThread().interrupt();
			throw new CancellationException("The dump was interrupted");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

}
