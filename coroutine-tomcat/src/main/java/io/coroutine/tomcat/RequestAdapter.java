package io.coroutine.tomcat;

import io.coroutine.CoroutineRuntime;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests on to the container, each in a fresh coroutine. The coroutine that the
 * processor runs in serves for the first. Pipelined requests come in the same call of the
 * processor: each gets a coroutine of its own, and that of the processor waits for it. So
 * thread-locals never leak from one request into the next, and none inherits anything
 * from another.
 * <p>
 * Serves all processors of a connector, each of which is used by one coroutine at a time.
 */
final class RequestAdapter implements Adapter {

	/** One of the notes that Tomcat leaves to connectors, 9 to 16. */
	private static final int NOTE = 9;

	private final Adapter container;

	private final CoroutineRuntime runtime;

	RequestAdapter(Adapter container, CoroutineRuntime runtime) {
		this.container = container;
		this.runtime = runtime;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		// Not all of Tomcat's processors tell when they take a request back
		RequestEnd.ended(request);
		Served served = Served.by(request);
		if (served.isInNewCoroutine()) {
			served.requests = 1;
			serve(request, response);
		}
		else {
			served.requests++;
			new Step(() -> {
				serve(request, response);
				return true;
			}).await();
		}
	}

	private void serve(Request request, Response response) throws Exception {
		RequestTask task = RequestTask.begin(request);
		try {
			this.container.service(request, response);
		}
		finally {
			RequestTask.end(task);
		}
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		Served served = Served.by(request);
		if (served.isInNewCoroutine() || served.requests <= 1 || needsLock(request)) {
			served.requests = 1;
			return dispatch(request, response, event);
		}
		return new Step(() -> dispatch(request, response, event)).await();
	}

	/**
	 * Tell whether a step has to run in the coroutine of the processor, which has the
	 * lock of the connection. Tomcat's own processors take it, once more, when a listener
	 * reads the last chunk of a body; ours know that they have it.
	 */
	private static boolean needsLock(Request request) {
		return request.getReadListener() != null && request.getContentLengthLong() < 0
				&& RequestConnection.socketOf(request) == null;
	}

	private boolean dispatch(Request request, Response response, SocketEvent event) throws Exception {
		RequestTask task = RequestTask.begin(request);
		try {
			return this.container.asyncDispatch(request, response, event);
		}
		finally {
			RequestTask.end(task);
			if (isTakenBack(request)) {
				RequestEnd.ended(request);
			}
		}
	}

	/**
	 * Tell whether the container has taken its own view of a request back, which it does
	 * with the last dispatch, or if that fails.
	 */
	private static boolean isTakenBack(Request request) {
		return request.getNote(CoyoteAdapter.ADAPTER_NOTES) instanceof org.apache.catalina.connector.Request view
				&& view.getHost() == null;
	}

	@Override
	public boolean prepare(Request request, Response response) throws Exception {
		return this.container.prepare(request, response);
	}

	@Override
	public void log(Request request, Response response, long time) {
		this.container.log(request, response, time);
	}

	/**
	 * Called when a processor takes its request back.
	 */
	@Override
	public void checkRecycled(Request request, Response response) {
		try {
			this.container.checkRecycled(request, response);
		}
		finally {
			RequestEnd.ended(request);
		}
	}

	@Override
	public String getDomain() {
		return this.container.getDomain();
	}

	/**
	 * What the coroutine of a processor has served. Tomcat has one {@link Request} for
	 * each processor, where it is kept.
	 */
	private static final class Served {

		/** The number of the thread, as the thread itself would be kept alive by it. */
		private long coroutine;

		private int requests;

		static Served by(Request request) {
			Served served = (Served) request.getNote(NOTE);
			if (served == null) {
				served = new Served();
				request.setNote(NOTE, served);
			}
			return served;
		}

		/**
		 * Tell whether this is another coroutine than last time, and note it.
		 */
		boolean isInNewCoroutine() {
			long current = Thread.currentThread().threadId();
			boolean isNew = current != this.coroutine;
			this.coroutine = current;
			return isNew;
		}

	}

	/**
	 * What the container does.
	 */
	private interface Work {

		/**
		 * Do it.
		 * @return the result
		 * @throws Exception if it fails
		 */
		boolean run() throws Exception;

	}

	/**
	 * Work in a coroutine of its own.
	 */
	private final class Step implements Runnable {

		private final Work work;

		private boolean result;

		private @Nullable Throwable failure;

		Step(Work work) {
			this.work = work;
		}

		@Override
		public void run() {
			try {
				this.result = this.work.run();
			}
			catch (Throwable ex) {
				this.failure = ex;
			}
		}

		/**
		 * Run it and wait for it. The processor must not go on before its end, so an
		 * interrupt is passed on.
		 */
		boolean await() throws Exception {
			RequestAdapter.this.runtime.coroutine()
				.name(Thread.currentThread().getName())
				.inherit(false)
				.start(new RequestTask(this))
				.joinOrCancel();
			if (this.failure instanceof Error error) {
				throw error;
			}
			if (this.failure instanceof Exception exception) {
				throw exception;
			}
			return this.result;
		}

	}

}
