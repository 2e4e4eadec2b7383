package io.coroutine.internal.readiness;

/**
 * Is told of the events of a descriptor, beside whoever waits for them. Called on a loop,
 * between coroutines, or by whoever closes the descriptor; must neither block nor wait.
 */
@FunctionalInterface
public interface ReadinessObserver {

	/**
	 * Something has happened, or may have: the descriptor may be ready, or is closed.
	 * @param forRead whether for those who read
	 * @param forWrite whether for those who write
	 */
	void onEvent(boolean forRead, boolean forWrite);

}
