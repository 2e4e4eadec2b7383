package io.coroutine.autoconfigure.tomcat;

import java.util.ArrayList;
import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.scheduler.Scheduler;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Finds out why a web server has to keep Tomcat's own connector.
 *
 * @param expected those that go without saying: the application has chosen so
 * @param unexpected those that the application should be told
 */
record ConnectorObstacles(List<String> expected, List<String> unexpected) {

	private static final String CONNECTOR = "io.coroutine.tomcat.CoroutineHttp11Protocol";

	static ConnectorObstacles find(ConfigurableTomcatWebServerFactory configurable, CoroutineRuntime runtime,
			CoroutineTomcatProperties properties, ApplicationContext context) {
		List<String> expected = new ArrayList<>();
		if (!properties.getConnector().isEnabled()) {
			expected.add("coroutine.tomcat.connector.enabled is false");
		}
		if (Scheduler.behind(runtime).loops() == null) {
			expected.add("the engine has no event loops");
		}
		if (!isConnectorPresent(context)) {
			expected.add("coroutine-tomcat is not on the class path");
		}
		List<String> unexpected = (expected.isEmpty()) ? unexpected(configurable, context) : List.of();
		return new ConnectorObstacles(expected, unexpected);
	}

	private static List<String> unexpected(ConfigurableTomcatWebServerFactory configurable,
			ApplicationContext context) {
		if (!(configurable instanceof TomcatWebServerFactory factory)) {
			return List.of("the web server factory " + configurable.getClass().getName() + " has no choice of it");
		}
		List<String> found = new ArrayList<>();
		if (!TomcatWebServerFactory.DEFAULT_PROTOCOL.equals(factory.getProtocol())) {
			found.add("the protocol " + factory.getProtocol() + " is configured");
		}
		if (Ssl.isEnabled(factory.getSsl())) {
			found.add("TLS is configured (server.ssl)");
		}
		Http2 http2 = factory.getHttp2();
		if (http2 != null && http2.isEnabled()) {
			found.add("HTTP/2 is configured (server.http2.enabled)");
		}
		String webSocket = WebSocketUse.find(context);
		if (webSocket != null) {
			found.add("WebSocket is configured (bean '" + webSocket + "')");
		}
		String obstacle = (found.isEmpty()) ? CoroutineConnector.obstacle(factory) : null;
		if (obstacle != null) {
			found.add(obstacle);
		}
		return found;
	}

	static boolean isConnectorPresent(ApplicationContext context) {
		return ClassUtils.isPresent(CONNECTOR, context.getClassLoader());
	}

	boolean isEmpty() {
		return this.expected.isEmpty() && this.unexpected.isEmpty();
	}

	String reason() {
		return String.join(" and ", (this.expected.isEmpty()) ? this.unexpected : this.expected);
	}

}
