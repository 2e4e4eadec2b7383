package io.coroutine.net;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketException;
import java.time.Duration;

import io.coroutine.AdmissionGate;
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
		if (watch.mayHaveMissedTheEnd()) {
			watch.look();
		}
		return watch;
	}

	/**
	 * Observe from now on. What the loops were told of before is in the readiness, and
	 * what they will be told of comes to the observer, so most often there is no need for
	 * a system call.
	 */
	private boolean mayHaveMissedTheEnd() {
		try {
			this.socket.readiness().observe(this);
		}
		catch (IOException ex) {
			return true;
		}
		return this.socket.readiness().isIrregular() || this.socket.isClosed()
				|| this.socket.readiness().group().isStopped();
	}

	/**
	 * Wait at a gate for as long as a peer is there.
	 * @param gate the gate
	 * @param longestWait how long to wait
	 * @param socket the socket of the peer
	 * @return whether the caller has a permit; if not the peer has gone
	 * @throws io.coroutine.AdmissionRejectedException as for
	 * {@link AdmissionGate#acquire(Duration)}
	 * @throws InterruptedException if the caller is interrupted and the peer is there
	 */
	public static boolean acquire(AdmissionGate gate, Duration longestWait, StreamSocket socket)
			throws InterruptedException {
		PeerWatch watch = start(socket);
		InterruptedException interrupt = null;
		boolean admitted = false;
		boolean gone = false;
		try {
			gate.acquire(longestWait);
			admitted = true;
		}
		catch (InterruptedException ex) {
			interrupt = ex;
		}
		finally {
			gone = watch.stop();
			if (gone && admitted) {
				gate.release();
			}
		}
		if (interrupt != null && !gone) {
			throw interrupt;
		}
		return !gone;
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
