package io.coroutine.tomcat;

import io.coroutine.Coroutine;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Passes the requests of one processor on to the container, each in a fresh coroutine.
 * The coroutine that the processor runs in serves for the first. Pipelined requests come
 * in the same call of the processor: each gets a coroutine of its own, and that of the
 * processor waits for it. So thread-locals never leak from one request into the next.
 * <p>
 * Used by one coroutine at a time, that of the processor.
 */
final class RequestAdapter implements Adapter {

	private final Adapter container;

	private final RequestCoroutines coroutines;

	private @Nullable String name;

	private int requests;

	RequestAdapter(Adapter container, RequestCoroutines coroutines) {
		this.container = container;
		this.coroutines = coroutines;
	}

	/**
	 * Note that the processor runs in a new coroutine.
	 */
	void begin(LoopSocketWrapper connection) {
		this.name = connection.name();
		this.requests = 0;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		if (this.requests++ == 0) {
			this.container.service(request, response);
		}
		else {
			new Step(() -> {
				this.container.service(request, response);
				return true;
			}).await();
		}
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		if (this.requests <= 1) {
			this.requests = 1;
			return this.container.asyncDispatch(request, response, event);
		}
		return new Step(() -> this.container.asyncDispatch(request, response, event)).await();
	}

	@Override
	public boolean prepare(Request request, Response response) throws Exception {
		return this.container.prepare(request, response);
	}

	@Override
	public void log(Request request, Response response, long time) {
		this.container.log(request, response, time);
	}

	@Override
	public void checkRecycled(Request request, Response response) {
		this.container.checkRecycled(request, response);
	}

	@Override
	public String getDomain() {
		return this.container.getDomain();
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
			Coroutine coroutine = RequestAdapter.this.coroutines.runtime()
				.coroutine()
				.name(RequestAdapter.this.name)
				.start(this);
			boolean interrupted = false;
			boolean ended = false;
			while (!ended) {
				try {
					coroutine.join();
					ended = true;
				}
				catch (InterruptedException ex) {
					interrupted = true;
					coroutine.cancel();
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
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
