package io.coroutine.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What a coroutine works for: a request, as the engine itself knows of none.
 *
 * @param action what is to be done; of an HTTP request the method
 * @param target what it is done to; of an HTTP request the path, as it was sent, without
 * query and path parameters, which may be confidential
 * @param traceId the number under which the traces of the application know it, or
 * {@code null} if nobody has left one
 */
public record WorkingFor(String action, String target, @Nullable String traceId) {

	/**
	 * The attribute of a request, a string, in which whoever knows the trace leaves its
	 * number.
	 */
	public static final String TRACE_ID_ATTRIBUTE = "io.coroutine.traceId";

	/**
	 * Return action and target.
	 */
	@Override
	public String toString() {
		return this.action + " " + this.target;
	}

}
