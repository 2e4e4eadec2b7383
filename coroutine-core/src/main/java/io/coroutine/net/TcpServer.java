package io.coroutine.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.hook.SocketFailures;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.transport.TimeLimits;

/**
 * A TCP server that serves each connection in a coroutine of its own, in blocking style.
 * It must be stopped or closed before its runtime. Methods may be called from any thread.
 * <p>
 * When the process has no descriptors left for further connections, the server pauses for
 * 50 ms to 1.6 s and tries again; meanwhile connections wait in the kernel.
 */
public final class TcpServer implements AutoCloseable {

	/** How long to wait for handlers that are cancelled. */
	private static final long CANCEL_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final ServerListening listening;

	private final ServerConnections connections;

	private TcpServer(ServerListening listening, ServerConnections connections) {
		this.listening = listening;
		this.connections = connections;
	}

	/**
	 * Begin to make a server.
	 * @param runtime what runs the coroutines
	 * @param handler what serves each connection; called by many coroutines at once
	 * @return a builder with the default settings
	 */
	public static TcpServerBuilder builder(CoroutineRuntime runtime, ConnectionHandler handler) {
		return new TcpServerBuilder(runtime, handler);
	}

	static TcpServer start(CoroutineRuntime runtime, ServerSettings settings) throws IOException {
		SocketFailures.checkResolved(settings.address());
		ServerConnections connections = new ServerConnections(runtime, settings);
		EventLoopGroup loops = Scheduler.behind(runtime).loops();
		if (loops != null && loops.isStopped()) {
			throw new RejectedExecutionException("The coroutine runtime is shut down: start the server on another one");
		}
		ServerListening listening;
		try {
			listening = (loops != null) ? new LoopListening(loops, settings, connections)
					: new PortableListening(runtime, settings, connections);
		}
		catch (IOException ex) {
			throw SocketFailures.about("Can not listen on", settings.address(), ex);
		}
		boolean started = false;
		try {
			listening.start();
			started = true;
			return new TcpServer(listening, connections);
		}
		finally {
			if (!started) {
				listening.close();
			}
		}
	}

	/**
	 * Return the address that is listened on.
	 * @return the address, with the port that was chosen if any was asked for; also once
	 * the server is stopped
	 */
	public InetSocketAddress localAddress() {
		return this.listening.localAddress();
	}

	/**
	 * Return how many connections are being served.
	 * @return the number
	 */
	public int connections() {
		return this.connections.count();
	}

	/**
	 * Accept no more connections, and wait until those that are there have been served.
	 * When the grace is over, or the caller is interrupted, close the connections that
	 * are left and cancel their coroutines, and wait a second for them at the most. A
	 * further call does the same with what is left.
	 * <p>
	 * A handler may stop its own server: its connection is left to it, and it waits
	 * neither for itself nor for other handlers that have done so.
	 * @param grace how long to wait for the handlers
	 * @return how many connections were closed before they had been served
	 * @throws IllegalArgumentException if the grace is negative
	 */
	public int stop(Duration grace) {
		long nanos = TimeLimits.toNanos("The grace of a server", grace);
		this.connections.stop();
		this.listening.close();
		boolean byHandler = this.connections.markStopper(Coroutine.current());
		int left = 0;
		try {
			if (!this.connections.awaitNone(nanos, byHandler)) {
				left = this.connections.cutOff(byHandler);
				boolean _ = this.connections.awaitNone(CANCEL_NANOS, byHandler);
			}
		}
		catch (InterruptedException ex) {
			left = Math.max(left, this.connections.cutOff(byHandler));
			Thread.currentThread().interrupt();
		}
		return left;
	}

	/**
	 * Stop without grace, see {@link #stop(Duration)}.
	 */
	@Override
	public void close() {
		stop(Duration.ZERO);
	}

	@Override
	public String toString() {
		return "TcpServer[" + localAddress() + ", connections=" + connections() + "]";
	}

}
