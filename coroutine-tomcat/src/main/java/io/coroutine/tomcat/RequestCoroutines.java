package io.coroutine.tomcat;

import java.util.concurrent.Executor;

import io.coroutine.CoroutineRuntime;
import io.coroutine.scheduler.EventLoop;
import io.coroutine.scheduler.EventLoopGroup;
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
		EventLoopGroup loops = runtime.scheduler().loops();
		if (loops == null) {
			throw new IllegalArgumentException(
					"The coroutine connector needs the event-loop engine: " + runtime.engineReason());
		}
		return new RequestCoroutines(runtime, loops);
	}

	/**
	 * Start a coroutine for a connection: on the loop that passes an event on, which is
	 * that of the connection unless that is stuck. If that is not possible, the
	 * connection is closed.
	 */
	void start(LoopSocketWrapper connection, Runnable task) {
		EventLoop current = EventLoop.current();
		if (current != null && current.group() == this.loops) {
			startHere(connection, task);
		}
		else {
			connection.home().execute((loop) -> startHere(connection, task));
		}
	}

	private void startHere(LoopSocketWrapper connection, Runnable task) {
		try {
			this.runtime.coroutine().name(connection.name()).inherit(false).start(new RequestTask(task));
		}
		catch (Throwable ex) {
			ExceptionUtils.handleThrowable(ex);
			log.warn("No coroutine could be started for " + connection + ", which is closed", ex);
			connection.close();
			connection.getSocket().close();
		}
	}

	@Override
	public void execute(Runnable task) {
		this.runtime.start(task);
	}

}
