package io.coroutine;

/**
 * A place where code that knows nothing of coroutines is brought onto the engine, such as
 * the socket hook or the connector of a web server. Whoever sets one up publishes it in
 * this way, to be reported. Methods may be called from any thread.
 */
public interface Hook {

	/**
	 * Return the name of the hook.
	 * @return a short name in lower case
	 */
	String name();

	/**
	 * Tell whether the hook is in force now.
	 * @return the status
	 */
	Status status();

	/**
	 * Whether a hook is in force.
	 *
	 * @param inForce whether it is
	 * @param reason why it is, or why not: a sentence without full stop
	 */
	record Status(boolean inForce, String reason) {
	}

}
