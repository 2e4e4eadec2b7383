package io.coroutine.internal.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.socket.StreamSocket;
import org.jspecify.annotations.Nullable;

/**
 * Ends a blocking write of the JDK, which knows no time-out, by closing its channel.
 * <p>
 * {@code end} is completed once: by the writer when it is done, or by the timer of the
 * JDK, and then the write has failed, whatever it says itself.
 */
final class WriteTimer {

	private WriteTimer() {
	}

	/**
	 * Write.
	 * @param deadline until when, or {@link StreamSocket#NO_DEADLINE}
	 * @param close closes the channel; called on another thread
	 * @throws SocketTimeoutException if the deadline has passed
	 */
	static void run(Write write, long deadline, Runnable close) throws IOException {
		if (deadline == StreamSocket.NO_DEADLINE) {
			write.run();
			return;
		}
		CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
		var _ = end.orTimeout(Math.max(deadline - System.nanoTime(), 1), TimeUnit.NANOSECONDS).whenComplete((_, ex) -> {
			if (ex != null) {
				close.run();
			}
		});
		try {
			write.run();
		}
		catch (IOException ex) {
			if (end.complete(null)) {
				throw ex;
			}
		}
		if (!end.complete(null)) {
			throw new SocketTimeoutException("Write timed out");
		}
	}

	/**
	 * A blocking write.
	 */
	@FunctionalInterface
	interface Write {

		void run() throws IOException;

	}

}
