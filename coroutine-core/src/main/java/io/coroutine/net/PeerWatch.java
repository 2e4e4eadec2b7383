package io.coroutine.net;

import java.io.IOException;
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
