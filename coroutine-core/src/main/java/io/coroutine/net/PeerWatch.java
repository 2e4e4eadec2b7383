package io.coroutine.net;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketException;

import io.coroutine.linux.PollSet;
import io.coroutine.scheduler.ReadinessObserver;

/**
 * Interrupts a thread, a coroutine or not, if the peer of a socket ends the connection
 * while that thread waits for something else. It observes only: others may read from the
 * socket and write to it. For the modules of this project, not for applications.
 * <p>
 * A peer that ends only its half, and still wants an answer, can not be told from one
 * that has gone: both count.
 * <p>
 * {@code state} goes from {@link #WATCHING} to {@link #STOPPED} by the thread, or to
 * {@link #INTERRUPTING} and {@link #ENDED} by the one who is told, on any thread. So the
 * thread is not interrupted any more once it has stopped the watch: either it has won, or
 * it waits the moment until the interrupt has come, and takes it away.
 */
public final class PeerWatch implements ReadinessObserver {

	private static final int WATCHING = 0;

	private static final int INTERRUPTING = 1;

	private static final int ENDED = 2;

	private static final int STOPPED = 3;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(PeerWatch.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Thread thread = Thread.currentThread();

	private final StreamSocket socket;

	private volatile int state = WATCHING;

	private PeerWatch(StreamSocket socket) {
		this.socket = socket;
	}

	/**
	 * Begin to watch for the calling thread. It must be stopped by the same thread.
	 * @param socket the socket; if its peer has gone already, or it is closed, the caller
	 * is interrupted at once
	 * @return the watch
	 */
	public static PeerWatch start(StreamSocket socket) {
		PeerWatch watch = new PeerWatch(socket);
		try {
			socket.readiness().observe(watch);
		}
		catch (IOException ex) {
			// No event will come, but the look below may tell
		}
		watch.look();
		return watch;
	}

	/**
	 * Stop to watch.
	 * @return whether the peer has ended the connection; the interrupt that has told so
	 * is taken away
	 */
	public boolean stop() {
		this.socket.readiness().stopObserving(this);
		if (STATE.compareAndSet(this, WATCHING, STOPPED)) {
			return false;
		}
		while (this.state == INTERRUPTING) {
			Thread.yield();
		}
		Thread.interrupted();
		return true;
	}

	@Override
	public void onEvent(boolean forRead, boolean forWrite) {
		if (forRead) {
			look();
		}
	}

	private void look() {
		if (this.state == WATCHING && hasEnded() && STATE.compareAndSet(this, WATCHING, INTERRUPTING)) {
			try {
				this.thread.interrupt();
			}
			finally {
				this.state = ENDED;
			}
		}
	}

	private boolean hasEnded() {
		try {
			this.socket.beginUse();
		}
		catch (SocketException ex) {
			return true;
		}
		try {
			PollSet set = new PollSet(1);
			set.setForEnd(0, this.socket.descriptor());
			return set.poll() > 0;
		}
		finally {
			this.socket.endUse();
		}
	}

}
