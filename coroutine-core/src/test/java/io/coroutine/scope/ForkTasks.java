package io.coroutine.scope;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;

/**
 * What the tests of scopes fork.
 */
final class ForkTasks {

	/** Never opened: who waits for it waits until it is cancelled. */
	private static final CountDownLatch never = new CountDownLatch(1);

	private ForkTasks() {
	}

	/**
	 * Wait until the caller is cancelled, and then a little longer.
	 * @param waiting counted down at the beginning
	 * @param ended counted up at the end
	 */
	static String waitForCancel(CountDownLatch waiting, AtomicInteger ended) throws InterruptedException {
		try {
			waiting.countDown();
			return waitForCancel();
		}
		finally {
			Coroutine.yield();
			ended.incrementAndGet();
		}
	}

	static String waitForCancel() throws InterruptedException {
		never.await();
		return "not cancelled";
	}

	static Void fail(Exception failure) throws Exception {
		throw failure;
	}

	/**
	 * Wait for the result of a child, whatever it is.
	 */
	static void awaitDone(Future<?> child) {
		try {
			child.get();
		}
		catch (ExecutionException ex) {
			// It has failed
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
