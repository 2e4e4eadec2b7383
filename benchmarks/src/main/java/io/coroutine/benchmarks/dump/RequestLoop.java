package io.coroutine.benchmarks.dump;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.CoroutineRuntime;
import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.net.TcpServer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Asks an echo service on the event loops, one request a millisecond, and measures how
 * long each takes from when it was due.
 */
final class RequestLoop implements AutoCloseable {

	private static final int BYTES = 64;

	private static final long PAUSE_NANOS = 1_000_000;

	private final SingleWriterRecorder latencies = new SingleWriterRecorder(3);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private final TcpServer server;

	private final Thread client;

	private volatile boolean closed;

	private RequestLoop(TcpServer server) {
		this.server = server;
		this.client = Thread.ofPlatform().name("client").start(this::run);
	}

	static RequestLoop start(CoroutineRuntime runtime) {
		try {
			return new RequestLoop(TcpServer.builder(runtime, (connection) -> {
				byte[] bytes = new byte[BYTES];
				for (int read = connection.read(bytes); read > 0; read = connection.read(bytes)) {
					connection.write(bytes, 0, read);
				}
			}).address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).start());
		}
		catch (IOException ex) {
			throw new BenchmarkException("The echo service does not start: " + ex.getMessage(), ex);
		}
	}

	private void run() {
		byte[] bytes = new byte[BYTES];
		try (Socket socket = new Socket()) {
			socket.connect(this.server.localAddress());
			socket.setTcpNoDelay(true);
			long due = System.nanoTime();
			while (!this.closed) {
				socket.getOutputStream().write(bytes);
				socket.getInputStream().readNBytes(bytes, 0, BYTES);
				this.latencies.recordValue(Math.max(System.nanoTime() - due, 1));
				due += PAUSE_NANOS;
				long left = due - System.nanoTime();
				if (left > 0) {
					Thread.sleep(left / PAUSE_NANOS, (int) (left % PAUSE_NANOS));
				}
			}
		}
		catch (IOException | InterruptedException ex) {
			this.failure.set(ex);
		}
	}

	/**
	 * Return the latencies since the last call.
	 */
	Histogram latencies() {
		if (this.failure.get() != null) {
			throw new BenchmarkException("The client has failed: " + this.failure.get(), this.failure.get());
		}
		return this.latencies.getIntervalHistogram();
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			this.client.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.server.close();
	}

}
