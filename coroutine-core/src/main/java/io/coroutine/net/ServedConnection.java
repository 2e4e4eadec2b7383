package io.coroutine.net;

import java.io.IOException;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a {@link TcpServer} and the coroutine that serves it.
 * <p>
 * {@link #start} writes {@code coroutine} before the coroutine runs and reads
 * {@code cutOff}, {@link #cutOff()} writes {@code cutOff} before it reads
 * {@code coroutine}, all volatile: so either it is cancelled or it sees that it need not
 * begin. {@link #end()} is called once, by the coroutine or by who could not start it.
 */
final class ServedConnection implements Runnable {

	private final ServerConnections connections;

	private final TcpConnection connection;

	private final ConnectionHandler handler;

	private final Runnable release;

	private volatile @Nullable Coroutine coroutine;

	private volatile boolean cutOff;

	private volatile boolean stopper;

	ServedConnection(ServerConnections connections, TcpConnection connection, ConnectionHandler handler,
			Runnable release) {
		this.connections = connections;
		this.connection = connection;
		this.handler = handler;
		this.release = release;
	}

	TcpConnection connection() {
		return this.connection;
	}

	void start(CoroutineBuilder builder) {
		Coroutine created = builder.create(this);
		this.coroutine = created;
		created.start();
	}

	/**
	 * Tell whether the handler has stopped the server itself.
	 */
	boolean isStopper() {
		return this.stopper;
	}

	void markStopper() {
		this.stopper = true;
	}

	boolean isServedBy(Coroutine candidate) {
		return candidate.equals(this.coroutine);
	}

	@Override
	public void run() {
		try {
			if (!this.cutOff) {
				this.handler.handle(this.connection);
			}
		}
		catch (Throwable ex) {
			boolean expected = this.cutOff || ex instanceof IOException || ex instanceof InterruptedException;
			this.connections.failed(this, ex, expected);
		}
		finally {
			end();
		}
	}

	void end() {
		try {
			this.connection.close();
		}
		finally {
			// In this order, so that there never are more than the maximum
			this.connections.ended(this);
			this.release.run();
		}
	}

	/**
	 * Close the connection and cancel the coroutine.
	 */
	void cutOff() {
		this.cutOff = true;
		this.connection.close();
		Coroutine serving = this.coroutine;
		if (serving != null) {
			serving.cancel();
		}
	}

}
