package io.coroutine.benchmarks.overload;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.net.TcpClient;
import io.coroutine.net.TcpConnection;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Clients that request something again and again, each from a coroutine of its own. One
 * that is turned away waits as long as the answer says before it tries again, and one
 * whose connection fails for a second.
 */
final class Load implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final long PAUSE_MILLIS = 1000;

	private final InetSocketAddress address;

	private final byte[] request;

	private final Histogram served = new ConcurrentHistogram(3);

	private final Histogram rejected = new ConcurrentHistogram(3);

	private final LongAdder failed = new LongAdder();

	private final LongAdder unconnected = new LongAdder();

	private final List<Coroutine> clients = new ArrayList<>();

	private volatile boolean measuring;

	private volatile boolean stopped;

	private Load(URI uri) {
		this.address = new InetSocketAddress(uri.getHost(), uri.getPort());
		this.request = Exchange.bytes("GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n");
	}

	/**
	 * Start clients.
	 * @param runtime runs them
	 * @param uri what they request
	 * @param count how many there are
	 * @return the load, which does not count yet
	 */
	static Load start(CoroutineRuntime runtime, URI uri, int count) {
		Load load = new Load(uri);
		for (int i = 0; i < count; i++) {
			load.clients.add(runtime.start(load::request));
		}
		return load;
	}

	private void request() {
		while (!this.stopped) {
			try (TcpConnection connection = connect()) {
				if (connection != null) {
					requestOn(connection);
				}
			}
			catch (IOException ex) {
				count(this.failed);
				pause(PAUSE_MILLIS);
			}
		}
	}

	private @Nullable TcpConnection connect() {
		try {
			return TcpClient.connect(this.address, PATIENCE).readTimeout(PATIENCE);
		}
		catch (IOException ex) {
			count(this.unconnected);
			pause(PAUSE_MILLIS);
			return null;
		}
	}

	private void requestOn(TcpConnection connection) throws IOException {
		boolean last = false;
		while (!last && !this.stopped) {
			long begin = System.nanoTime();
			Exchange exchange = Exchange.perform(connection, this.request);
			long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
			last = exchange.last();
			if (exchange.status() == 200) {
				record(this.served, micros);
			}
			else if (exchange.status() == 503) {
				record(this.rejected, micros);
				if (last) {
					connection.close();
				}
				pause(Math.max(exchange.retryAfterSeconds() * 1000L, PAUSE_MILLIS));
			}
			else {
				count(this.failed);
				pause(PAUSE_MILLIS);
			}
		}
	}

	private void record(Histogram histogram, long micros) {
		if (this.measuring) {
			histogram.recordValue(micros);
		}
	}

	private void count(LongAdder adder) {
		if (this.measuring) {
			adder.increment();
		}
	}

	private void pause(long millis) {
		try {
			Thread.sleep((this.stopped) ? 0 : millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Count for a while.
	 * @param settle how long to wait before
	 * @param time how long to count
	 * @return what was counted
	 */
	LoadNumbers measure(Duration settle, Duration time) throws InterruptedException {
		Thread.sleep(settle);
		long begin = System.nanoTime();
		this.measuring = true;
		Thread.sleep(time);
		this.measuring = false;
		double seconds = (System.nanoTime() - begin) / 1e9;
		return LoadNumbers.of(this.served.copy(), this.rejected.copy(), this.failed.sum(), this.unconnected.sum(),
				seconds);
	}

	/**
	 * Stop all clients, whatever they do.
	 */
	@Override
	public void close() {
		this.stopped = true;
		this.clients.forEach(Coroutine::cancel);
		for (Coroutine client : this.clients) {
			try {
				client.join(PATIENCE);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

}
