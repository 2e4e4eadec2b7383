package io.coroutine.tomcat;

import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request, whatever way it has come to it: Tomcat takes the objects of the
 * request back, to use them for another one or not at all. Listeners of the Servlet API
 * are not told of each end, {@code AsyncListener.onComplete} not of one where two threads
 * complete the request at once, or of a connection that is closed meanwhile.
 * <p>
 * Used by whoever works for the request or takes it back; Tomcat sees to it that this is
 * one thread at a time, and hands on what the others have written.
 */
public final class RequestEnd {

	/** One of the notes that Tomcat leaves to connectors, 9 to 16. */
	private static final int NOTE = 10;

	private RequestEnd() {
	}

	/**
	 * Have something done at the end of a request. It is not done on a connector whose
	 * requests do not come by {@link CoroutineHttp11Protocol} or
	 * {@link SeparateRequests}, and with HTTP/2 perhaps not before the next request that
	 * uses the same objects.
	 * @param request the request
	 * @param action what is done, once; it must not throw
	 */
	public static void on(Request request, Runnable action) {
		Runnable first = (Runnable) request.getNote(NOTE);
		request.setNote(NOTE, (first != null) ? (Runnable) () -> {
			first.run();
			action.run();
		} : action);
	}

	/**
	 * Do what is to be done at the end of a request, if anything is.
	 */
	static void ended(Request request) {
		@Nullable Runnable action = (Runnable) request.getNote(NOTE);
		if (action != null) {
			request.setNote(NOTE, null);
			action.run();
		}
	}

}
