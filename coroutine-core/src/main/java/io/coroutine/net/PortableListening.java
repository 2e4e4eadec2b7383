package io.coroutine.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.StackMode;
import io.coroutine.internal.accept.AcceptBackoff;
import io.coroutine.internal.accept.PortableAcceptor;
import io.coroutine.internal.hook.SocketFailures;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.transport.TcpTransport;
import org.jspecify.annotations.Nullable;

/**
 * Connections that a coroutine accepts, one after the other.
 * <p>
 * {@code room} has a permit for each connection that there may be still; the coroutine
 * takes one before it accepts, and each connection gives it back at its end.
 */
final class PortableListening implements ServerListening {

	private final CoroutineRuntime runtime;

	private final ServerConnections connections;

	private final PortableAcceptor acceptor;

	private final Semaphore room;

	private final AcceptBackoff backoff = new AcceptBackoff();

	private volatile boolean closed;

	private volatile @Nullable Coroutine coroutine;

	PortableListening(CoroutineRuntime runtime, ServerSettings settings, ServerConnections connections)
			throws IOException {
		this.runtime = runtime;
		this.connections = connections;
		this.room = new Semaphore((settings.maxConnections() < 0) ? Integer.MAX_VALUE : settings.maxConnections());
		this.acceptor = PortableAcceptor.listen(settings.address(), settings.backlog());
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.acceptor.localAddress();
	}

	@Override
	public void start() {
		this.coroutine = this.runtime.coroutine()
			.name("tcp-acceptor-" + localAddress().getPort())
			.stackMode(StackMode.SHARED)
			.start(this::run);
	}

	private void run() {
		try {
			while (!this.closed) {
				this.room.acquire();
				acceptOne();
			}
		}
		catch (InterruptedException ex) {
			// Cancelled
		}
		finally {
			this.acceptor.close();
		}
	}

	private void acceptOne() throws InterruptedException {
		try {
			TcpTransport transport = this.acceptor.accept(StreamSocket.NO_DEADLINE);
			this.backoff.reset();
			this.connections.serve(transport, this.room::release);
		}
		catch (IOException | RuntimeException | Error ex) {
			this.room.release();
			if (ex instanceof IOException failure && SocketFailures.isInterrupt(failure)) {
				throw new InterruptedException();
			}
			if (!this.closed) {
				TimeUnit.MILLISECONDS.sleep(this.backoff.begin(ex));
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.acceptor.close();
		Coroutine accepting = this.coroutine;
		if (accepting != null) {
			accepting.cancel();
		}
	}

}
