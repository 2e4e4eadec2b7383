package io.coroutine.test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call under way in another thread.
 */
public final class Task<T> implements Runnable {

	private static final Set<String> NATIVE_WAITS = Set.of("poll", "wait", "read0", "write0", "connect0", "accept");

	private final Callable<T> body;

	private final CompletableFuture<T> result = new CompletableFuture<>();

	private volatile Thread thread;

	public Task(Callable<T> body) {
		this.body = body;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		try {
			this.result.complete(this.body.call());
		}
		catch (Throwable ex) {
			this.result.completeExceptionally(ex);
		}
	}

	/**
	 * Wait for the end, and throw what the call has thrown.
	 */
	public T get() throws Exception {
		try {
			return this.result.get(180, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
		catch (TimeoutException ex) {
			AssertionError error = new AssertionError("The call hangs");
			error.setStackTrace(this.thread.getStackTrace());
			throw error;
		}
	}

	public boolean isDone() {
		return this.result.isDone();
	}

	/**
	 * Wait until the call waits.
	 */
	public Task<T> awaitWaiting() throws InterruptedException {
		Eventually.until(() -> this.thread != null && (isDone() || isWaiting()));
		// It may be on its way into the kernel still
		TimeUnit.MILLISECONDS.sleep(2);
		return this;
	}

	private boolean isWaiting() {
		return switch (this.thread.getState()) {
			case WAITING, TIMED_WAITING -> true;
			default -> {
				StackTraceElement[] stack = this.thread.getStackTrace();
				yield isDowncall(stack) || (stack.length > 0 && stack[0].isNativeMethod()
						&& NATIVE_WAITS.contains(stack[0].getMethodName()));
			}
		};
	}

	private static boolean isDowncall(StackTraceElement[] stack) {
		for (int i = 0; i < Math.min(stack.length, 8); i++) {
			if (stack[i].getClassName().endsWith("linux.Sockets") && "poll".equals(stack[i].getMethodName())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the names of the classes that the call is in.
	 */
	public List<String> stackTrace() {
		return Arrays.stream(this.thread.getStackTrace()).map(StackTraceElement::getClassName).toList();
	}

	public void interrupt() {
		this.thread.interrupt();
	}

	boolean isInterrupted() {
		return this.thread.isInterrupted();
	}

}
