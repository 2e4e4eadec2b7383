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
 * States, all changed atomically:
 * <ul>
 * <li>{@link #NONE}: nobody asks for an event;</li>
 * <li>{@link #WANTED}: somebody does, and this is on its way to the loop where it is to
 * listen, or from one loop to another;</li>
 * <li>{@link #LISTENING}: it listens to the socket, or begins to, or an event is on its
 * way here;</li>
 * <li>{@link #CANCELLED}: the same as one of the last two, but nobody asks for the event
 * any more.</li>
 * </ul>
 * {@code NONE} → {@code WANTED}: {@link #register()}, on any thread, which then sends
 * this on its way. {@code WANTED} → {@code LISTENING}, {@code CANCELLED} → {@code NONE}:
 * {@link #run}, when it has arrived. {@code LISTENING} → {@code NONE}: whoever ends the
 * wait, which the socket sees to be only one: an event or the time-out, on the loop, or
 * {@link #cancel()} and {@link #withdraw()}, or {@code run} itself if the socket does not
 * let it listen. {@code WANTED}, {@code LISTENING} → {@code CANCELLED}:
 * {@link #withdraw()}, if there is no wait to end yet, or not any more. {@code CANCELLED}
 * → {@code WANTED}: {@link #register()}, which need not send what is on its way.
 * {@code CANCELLED}, {@code WANTED} → {@code NONE}: an event or a time-out that was on
 * its way, or {@code run} which finds that it has begun to listen for nobody. Whoever has
 * asked anew until then gets that event, or this waits anew.
 * <p>
 * So at any time this is at one place only: in the queue of a loop, in {@code run}, in
 * the socket, or in the call for an event. No event is lost: one that nobody asks for any
 * more is passed on to whoever waits for the socket in another way, or begins to.
 */
final class EventInterest implements ReadinessListener, LoopTask {

	private static final int NONE = 0;

	private static final int WANTED = 1;

	private static final int LISTENING = 2;

	private static final int CANCELLED = 3;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(EventInterest.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final LoopSocketWrapper connection;

	private final boolean forRead;

	private volatile int state = NONE;

	EventInterest(LoopSocketWrapper connection, boolean forRead) {
		this.connection = connection;
		this.forRead = forRead;
	}

	boolean isRegistered() {
		int current = this.state;
		return current == WANTED || current == LISTENING;
	}

	void register() {
		if (STATE.compareAndSet(this, NONE, WANTED)) {
			send();
		}
		else if (this.state == CANCELLED && !STATE.compareAndSet(this, CANCELLED, WANTED)) {
			// It has just arrived
			register();
		}
	}

	private void send() {
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
		assert EventLoop.current() == loop;
		EventLoop home = (this.forRead) ? this.connection.homeToRead() : loop;
		if (home != loop) {
			home.execute(this);
			return;
		}
		while (!STATE.compareAndSet(this, WANTED, LISTENING)) {
			if (STATE.compareAndSet(this, CANCELLED, NONE)) {
				return;
			}
		}
		try {
			if (!listen(loop)) {
				onReady(loop);
			}
			else if (this.state == CANCELLED) {
				// Before there was something to stop
				stop();
			}
			else if (this.forRead) {
				this.connection.begunToWait(loop);
			}
		}
		catch (IOException ex) {
			if (end() != CANCELLED) {
				fail(ex);
			}
		}
	}

	private boolean listen(EventLoop loop) throws IOException {
		long millis = (this.forRead) ? this.connection.getReadTimeout() : this.connection.getWriteTimeout();
		long deadline = StreamSocket.deadlineIn(TimeUnit.MILLISECONDS.toNanos(millis));
		boolean wait = this.forRead || this.connection.lacksRoom();
		return wait && this.connection.getSocket().listen(this.forRead, loop, this, deadline);
	}

	/**
	 * Take the wait away, if it has begun.
	 * @return whether it has been taken away
	 */
	boolean cancel() {
		return this.state == LISTENING && stop();
	}

	/**
	 * Ask for no event any more, wherever this is, as the caller is about to wait in
	 * another way. An event that comes all the same is passed on to the caller. If there
	 * was one since {@link #isRegistered()} the caller does not get that.
	 */
	void withdraw() {
		if (!isRegistered() || STATE.compareAndSet(this, WANTED, CANCELLED)) {
			return;
		}
		if (!stop()) {
			STATE.compareAndSet(this, LISTENING, CANCELLED);
		}
	}

	/**
	 * End the wait in the socket.
	 * @return whether the event was asked for until now
	 */
	private boolean stop() {
		if (!this.connection.getSocket().stopListening(this.forRead, this)) {
			return false;
		}
		int before = end();
		if (before == WANTED) {
			// Asked for anew, which has left it to this
			register();
		}
		return before == LISTENING;
	}

	/**
	 * End a wait that the socket knows no longer, or has not begun.
	 * @return the state before
	 */
	private int end() {
		return (int) STATE.getAndSet(this, NONE);
	}

	@Override
	public void onReady(EventLoop loop) {
		if (this.forRead) {
			this.connection.getSocket().expectData();
		}
		if (end() == CANCELLED) {
			this.connection.getSocket().passOn(this.forRead, loop);
			return;
		}
		this.connection.processSocket((this.forRead) ? SocketEvent.OPEN_READ : SocketEvent.OPEN_WRITE, true);
	}

	@Override
	public void onTimeout(EventLoop loop) {
		int before = end();
		if (before == LISTENING) {
			fail(new SocketTimeoutException());
		}
		else if (before == WANTED) {
			register();
		}
	}

	private void fail(IOException reason) {
		this.connection.setError(reason);
		this.connection.processSocket(SocketEvent.ERROR, true);
	}

}
