package io.coroutine.autoconfigure.tomcat;

import java.util.Collection;
import java.util.concurrent.Executor;

import io.coroutine.CoroutineRuntime;
import io.coroutine.tomcat.ConnectorSupport;
import io.coroutine.tomcat.CoroutineHttp11Protocol;
import io.coroutine.tomcat.SeparateRequests;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;

/**
 * The way to the connector of {@code coroutine-tomcat}: the only class that needs it on
 * the class path.
 */
final class CoroutineConnector {

	private static final String PROTOCOL = CoroutineHttp11Protocol.class.getName();

	private CoroutineConnector() {
	}

	/**
	 * Have Tomcat create our connector, by its class name. It gets its runtime later, by
	 * {@link #use}.
	 */
	static void select(TomcatWebServerFactory factory) {
		factory.setProtocol(PROTOCOL);
	}

	/**
	 * Give the runtime to a protocol if it is ours.
	 * @return whether it is
	 */
	static boolean use(CoroutineRuntime runtime, ProtocolHandler handler) {
		if (handler instanceof CoroutineHttp11Protocol protocol) {
			protocol.setRuntime(runtime);
			return true;
		}
		return false;
	}

	/**
	 * Return what a connector of Tomcat's own runs requests with.
	 */
	static Executor executor(CoroutineRuntime runtime, ProtocolHandler handler) {
		return SeparateRequests.executor(runtime, handler);
	}

	/**
	 * Have a connector of Tomcat's own run each request in a coroutine of its own, those
	 * that come together, too.
	 */
	static void separateRequests(CoroutineRuntime runtime, Connector connector) {
		SeparateRequests.on(connector, runtime);
	}

	/**
	 * Look for what customizers of the application want of a connector and ours cannot
	 * do, by running them on one that is thrown away: Boot creates the connector before
	 * it runs them, when it is too late for another one. They may be run more than once,
	 * as an application can have several connectors.
	 */
	static @Nullable String obstacle(TomcatWebServerFactory factory) {
		CoroutineHttp11Protocol protocol = new CoroutineHttp11Protocol();
		try {
			customize(factory.getProtocolHandlerCustomizers(), protocol);
			Connector connector = new Connector(protocol);
			for (TomcatConnectorCustomizer customizer : factory.getConnectorCustomizers()) {
				customizer.customize(connector);
			}
		}
		catch (ClassCastException ex) {
			String detail = String.valueOf(ex.getMessage()).replaceFirst(" \\(.*", "");
			return "a customizer wants another protocol (" + detail + ")";
		}
		catch (RuntimeException ex) {
			return "a customizer fails on the other connector (" + ex + ")";
		}
		return ConnectorSupport.reasonAgainst(protocol);
	}

	@SuppressWarnings("unchecked") // A wrong type is what the caller looks for
	private static void customize(Collection<TomcatProtocolHandlerCustomizer<?>> customizers,
			ProtocolHandler protocol) {
		for (TomcatProtocolHandlerCustomizer<?> customizer : customizers) {
			((TomcatProtocolHandlerCustomizer<ProtocolHandler>) customizer).customize(protocol);
		}
	}

}
