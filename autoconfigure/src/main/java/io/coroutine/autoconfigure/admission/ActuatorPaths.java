package io.coroutine.autoconfigure.admission;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the paths of the actuator. The only class that needs it on the class path.
 */
final class ActuatorPaths {

	private static final String DISPATCHER_SERVLET_PATH = "org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath";

	private ActuatorPaths() {
	}

	static ManagementPaths find(ApplicationContext context) {
		PathMappedEndpoints endpoints = context.getBeanProvider(PathMappedEndpoints.class).getIfAvailable();
		if (endpoints == null) {
			return ManagementPaths.NONE;
		}
		List<String> paths = new ArrayList<>();
		if (ManagementPortType.get(context.getEnvironment()) == ManagementPortType.SAME) {
			if (StringUtils.hasText(endpoints.getBasePath())) {
				paths.add(endpoints.getBasePath());
			}
			else {
				paths.addAll(endpoints.getAllPaths());
			}
		}
		for (PathMappedEndpoint endpoint : endpoints) {
			paths.addAll(endpoint.getAdditionalPaths(WebServerNamespace.SERVER));
		}
		String prefix = prefix(context);
		return ManagementPaths.of(paths.stream().map((path) -> prefix + path).toList());
	}

	private static String prefix(ApplicationContext context) {
		if (!ClassUtils.isPresent(DISPATCHER_SERVLET_PATH, context.getClassLoader())) {
			return "";
		}
		return context.getBeanProvider(DispatcherServletPath.class)
			.stream()
			.findFirst()
			.map(DispatcherServletPath::getPrefix)
			.orElse("");
	}

}
