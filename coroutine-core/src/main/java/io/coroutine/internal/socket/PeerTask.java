package io.coroutine.internal.socket;

import io.coroutine.internal.fiber.Fiber;
import org.jspecify.annotations.Nullable;

/**
 * A task that a coroutine runs for the peer of a connection, who waits for what becomes
 * of it. A connector that gives its coroutines such tasks lets code that knows nothing of
 * the connector find out whether the work is still wanted. That costs nothing until it is
 * asked for. For the modules of this project, not for applications.
 */
public interface PeerTask extends Runnable {

	/**
	 * Return the socket of the connection. Called by the coroutine that runs the task, or
	 * in its name.
	 * @return the socket, or {@code null} if it is not known
	 */
	@Nullable StreamSocket peer();

	/**
	 * Return the socket of the connection for whose peer the caller works.
	 * @return the socket, or {@code null} if the caller does not run such a task
	 */
	static @Nullable StreamSocket peerOfCaller() {
		Fiber fiber = Fiber.current();
		return (fiber != null && fiber.task() instanceof PeerTask task) ? task.peer() : null;
	}

}
