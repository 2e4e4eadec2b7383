package io.coroutine.internal.readiness;

import io.coroutine.internal.loop.EventLoop;

/**
 * Waits for a descriptor without a coroutine. Called on a loop, between coroutines; must
 * neither block nor wait. Each wait ends in one call at the most: none if the descriptor
 * is closed.
 */
public interface ReadinessListener {

	/**
	 * The descriptor may be ready.
	 * @param loop the loop that calls
	 */
	void onReady(EventLoop loop);

	/**
	 * The descriptor has not become ready in time.
	 * @param loop the loop that calls
	 */
	void onTimeout(EventLoop loop);

}
