package io.coroutine.tomcat.admission;

import org.jspecify.annotations.Nullable;

/**
 * Tells which gate a request has to pass. Called by the coroutines of all requests.
 */
@FunctionalInterface
public interface RequestGates {

	/**
	 * Return the gate for a path.
	 * @param path the path within the application, decoded and normalized, without
	 * parameters; it begins with a slash or is empty
	 * @return the gate, or {@code null} if the request is let in in any case
	 */
	@Nullable RequestGate gateFor(String path);

}
