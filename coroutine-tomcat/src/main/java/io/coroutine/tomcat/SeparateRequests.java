package io.coroutine.tomcat;

import java.util.concurrent.Executor;

import io.coroutine.CoroutineRuntime;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;

/**
 * Has one of Tomcat's own connectors run each request in a coroutine of its own. Its
 * executor alone does not see to that: requests that a client has sent together are
 * processed one after the other in the same task, and what the first leaves in
 * thread-locals would be there for the next.
 */
public final class SeparateRequests implements LifecycleListener {

	private final CoroutineRuntime runtime;

	private SeparateRequests(CoroutineRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Let it be so for a connector that is not initialized yet. Its executor must run
	 * what it is given in coroutines.
	 * @param connector the connector
	 * @param runtime runs the coroutines; it must live until the connector is destroyed
	 */
	public static void on(Connector connector, CoroutineRuntime runtime) {
		connector.addLifecycleListener(new SeparateRequests(runtime));
	}

	/**
	 * Return an executor that runs what a connector gives it in coroutines, each of which
	 * can be asked for its request. They are named as the threads of the connector would
	 * be, such as {@code http-nio-8080-exec-1}.
	 * @param runtime runs the coroutines
	 * @param handler the protocol of the connector
	 * @return the executor
	 */
	public static Executor executor(CoroutineRuntime runtime, ProtocolHandler handler) {
		return new RequestExecutor(runtime, handler);
	}

	/**
	 * Step between connector and container, who have just found each other.
	 */
	@Override
	public void lifecycleEvent(LifecycleEvent event) {
		if (Lifecycle.AFTER_INIT_EVENT.equals(event.getType()) && event.getLifecycle() instanceof Connector connector) {
			ProtocolHandler handler = connector.getProtocolHandler();
			handler.setAdapter(new RequestAdapter(handler.getAdapter(), this.runtime));
		}
	}

}
