package io.coroutine.tomcat;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.coroutine.CoroutineBuilder;
import io.coroutine.CoroutineRuntime;
import io.coroutine.StackMode;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.ExceptionUtils;

/**
 * Starts the coroutines of a connector. Any thread may call it.
 *
 * @param runtime what runs them
 * @param loops the event loops of the runtime
 */
record RequestCoroutines(CoroutineRuntime runtime, EventLoopGroup loops) implements Executor {

	private static final Log log = LogFactory.getLog(RequestCoroutines.class);

	static RequestCoroutines of(CoroutineRuntime runtime) {
		EventLoopGroup loops = Scheduler.behind(runtime).loops();
		if (loops == null) {
			throw new IllegalArgumentException(
					"The coroutine connector needs the event-loop engine: " + runtime.engineReason());
		}
		return new RequestCoroutines(runtime, loops);
	}

	/**
	 * Have an event of a connection processed in a coroutine: on the loop that passes it
	 * on, which is that of the connection unless that is stuck. If that is not possible,
	 * the connection is closed, and the client of a new request is told so.
	 */
	void start(LoopSocketWrapper connection, EventProcessor processor) {
		if (isOnLoop()) {
			startHere(connection, processor);
		}
		else {
			connection.home().execute((loop) -> startHere(connection, processor));
		}
	}

	private void startHere(LoopSocketWrapper connection, EventProcessor processor) {
		assert isOnLoop();
		try {
			builder(connection).start(new RequestTask(processor));
		}
		catch (RejectedExecutionException ex) {
			// There may be many, and whoever has rejected it tells the log
			log.debug("An event of " + connection + " is not processed, and it is closed", ex);
			if (processor.beginsRequest()) {
				UnavailableAnswer.send(connection.getSocket());
			}
			connection.close();
		}
		catch (Throwable ex) {
			ExceptionUtils.handleThrowable(ex);
			log.warn("No coroutine could be started for " + connection + ", which is closed", ex);
			connection.close();
		}
	}

	/**
	 * Have the socket of a connection closed in a coroutine, which runs no code of others
	 * and so needs no private stack; or at once if that is not possible.
	 */
	void linger(LoopSocketWrapper connection, Duration longest, int most) {
		if (isOnLoop()) {
			lingerHere(connection, longest, most);
		}
		else {
			connection.home().execute((loop) -> lingerHere(connection, longest, most));
		}
	}

	private void lingerHere(LoopSocketWrapper connection, Duration longest, int most) {
		assert isOnLoop();
		try {
			builder(connection).stackMode(StackMode.SHARED)
				.start(new LingeringClose(connection.getSocket(), longest, most));
		}
		catch (Throwable ex) {
			ExceptionUtils.handleThrowable(ex);
			connection.getSocket().close();
		}
	}

	private boolean isOnLoop() {
		EventLoop current = EventLoop.current();
		return current != null && current.group() == this.loops;
	}

	private CoroutineBuilder builder(LoopSocketWrapper connection) {
		return this.runtime.coroutine().name(connection.name()).inherit(false);
	}

	@Override
	public void execute(Runnable task) {
		this.runtime.start(task);
	}

}
