package io.coroutine.internal.loop;

import java.util.Map;

import io.coroutine.snapshot.SocketKind;

/**
 * Something with a descriptor that event loops watch.
 */
public interface Pollable {

	/**
	 * Called on a loop that watches the descriptor. Must not block. It may be called for
	 * an event of an earlier owner of the descriptor's number, so events are hints only.
	 * @param loop the loop
	 * @param events the events, as of {@link io.coroutine.internal.linux.Epoll}
	 */
	void onEvents(EventLoop loop, int events);

	/**
	 * Called once when the loops end: there are no more events.
	 */
	default void onStop() {
	}

	/**
	 * Add how many wait for the descriptor now. Called by any thread, at any time.
	 * @param waiting the numbers, by what sockets are used for
	 */
	default void addWaitsTo(Map<SocketKind, Long> waiting) {
	}

}
