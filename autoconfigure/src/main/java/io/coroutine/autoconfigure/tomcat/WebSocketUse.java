package io.coroutine.autoconfigure.tomcat;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Finds out whether an application has WebSocket endpoints. That the WebSocket container
 * is on the class path says nothing, as Boot's starter brings it always. So it looks for
 * the beans by which endpoints are set up; none of them is created for that.
 */
final class WebSocketUse {

	private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";

	private static final String SPRING = "org.springframework.web.socket.";

	private static final List<String> BEAN_TYPES = List.of(SPRING + "WebSocketHandler",
			SPRING + "config.annotation.WebSocketConfigurationSupport",
			SPRING + "config.annotation.WebSocketMessageBrokerConfigurationSupport",
			SPRING + "server.standard.ServerEndpointExporter", SPRING + "server.support.WebSocketHttpRequestHandler",
			"jakarta.websocket.server.ServerEndpointConfig");

	private WebSocketUse() {
	}

	/**
	 * Return the name of a bean that shows the use, or {@code null} if there is none.
	 */
	static @Nullable String find(ApplicationContext context) {
		ClassLoader classLoader = context.getClassLoader();
		if (!ClassUtils.isPresent(CONTAINER, classLoader)) {
			return null;
		}
		return BEAN_TYPES.stream()
			.filter((type) -> ClassUtils.isPresent(type, classLoader))
			.map((type) -> ClassUtils.resolveClassName(type, classLoader))
			.flatMap((type) -> Arrays.stream(context.getBeanNamesForType(type, true, false)))
			.findFirst()
			.orElse(null);
	}

}
