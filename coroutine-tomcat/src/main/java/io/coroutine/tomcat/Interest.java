package io.coroutine.tomcat;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.LoopTask;
import io.coroutine.internal.readiness.ReadinessListener;
import io.coroutine.internal.socket.StreamSocket;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Waits without a coroutine until a connection can be read or written, and then starts
 * one. Registering it again while it waits does nothing.
 * <p>
 * {@code registered} goes from {@code false} to {@code true} by {@link #register()}, on
 * any thread, and back by whoever ends the wait, which the socket sees to be only one: an
 * event or the time-out, on the loop, or {@link #cancel()}.
 */
final class Interest implements ReadinessListener, LoopTask {

	private static final VarHandle REGISTERED;

	static {
		try {
			REGISTERED = MethodHandles.lookup().findVarHandle(Interest.class, "registered", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final LoopSocketWrapper connection;

	private final boolean forRead;

	private volatile boolean registered;

	Interest(LoopSocketWrapper connection, boolean forRead) {
		this.connection = connection;
		this.forRead = forRead;
	}

	boolean isRegistered() {
		return this.registered;
	}

	void register() {
		if (!REGISTERED.compareAndSet(this, false, true)) {
			return;
		}
		EventLoop home = this.connection.home();
		if (EventLoop.current() == home) {
			run(home);
		}
		else {
			home.execute(this);
		}
	}

	/**
	 * Begin to wait. Called on the loop of the connection, or a coroutine there.
	 */
	@Override
	public void run(EventLoop loop) {
		EventLoop home = (this.forRead) ? this.connection.homeToRead() : loop;
		if (home != loop) {
			home.execute(this);
			return;
		}
		long millis = (this.forRead) ? this.connection.getReadTimeout() : this.connection.getWriteTimeout();
		long deadline = StreamSocket.deadlineIn(TimeUnit.MILLISECONDS.toNanos(millis));
		try {
			boolean wait = this.forRead || this.connection.lacksRoom();
			if (!wait || !this.connection.getSocket().listen(this.forRead, loop, this, deadline)) {
				onReady(loop);
			}
			else if (this.forRead) {
				this.connection.begunToWait(loop);
			}
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	/**
	 * Take the wait away, as somebody is about to wait in another way.
	 * @return whether it has been taken away
	 */
	boolean cancel() {
		if (this.registered && this.connection.getSocket().stopListening(this.forRead, this)) {
			this.registered = false;
			return true;
		}
		return false;
	}

	@Override
	public void onReady(EventLoop loop) {
		this.registered = false;
		if (this.forRead) {
			this.connection.getSocket().expectData();
		}
		this.connection.processSocket((this.forRead) ? SocketEvent.OPEN_READ : SocketEvent.OPEN_WRITE, true);
	}

	@Override
	public void onTimeout(EventLoop loop) {
		fail(new SocketTimeoutException());
	}

	private void fail(IOException reason) {
		this.registered = false;
		this.connection.setError(reason);
		this.connection.processSocket(SocketEvent.ERROR, true);
	}

}
