package io.coroutine.internal.socket;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.internal.linux.PollSet;
import io.coroutine.internal.readiness.ReadinessObserver;

/**
 * Interrupts a thread, a coroutine or not, if the peer of a socket ends the connection
 * while that thread waits for something else. It observes only: others may read from the
 * socket and write to it. For the modules of this project, not for applications.
 * <p>
 * A peer that ends only its half, and still wants an answer, cannot be told from one that
 * has gone: both count.
 */
public final class PeerWatch implements ReadinessObserver {

	private final SingleInterrupt interrupt = new SingleInterrupt();

	private final StreamSocket socket;

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
	 * @throws io.coroutine.admission.AdmissionRejectedException as for
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
		return this.interrupt.end();
	}

	@Override
	public void onEvent(boolean forRead, boolean forWrite) {
		if (forRead) {
			look();
		}
	}

	private void look() {
		if (this.interrupt.isOpen() && hasEnded()) {
			this.interrupt.send();
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
