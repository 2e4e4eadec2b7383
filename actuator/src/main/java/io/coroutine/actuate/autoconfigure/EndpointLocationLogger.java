package io.coroutine.actuate.autoconfigure;

import io.coroutine.CoroutineRuntime;
import io.coroutine.actuate.CoroutinesEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.IncludeExcludeEndpointFilter;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;

/**
 * Tells once where the endpoint is, or what makes it appear. Comes after the line that
 * tells which engine runs. Looks at properties only, so that no endpoint is created for
 * it in an application with lazy beans.
 */
final class EndpointLocationLogger implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(CoroutineRuntime.class);

	private static final String ID = "coroutines";

	private final ApplicationContext context;

	EndpointLocationLogger(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		// The events of child contexts arrive here too
		if (event.getApplicationContext() == this.context) {
			logger.info(describe(this.context.getBeanProvider(WebEndpointProperties.class).getIfAvailable()));
		}
	}

	private String describe(@Nullable WebEndpointProperties web) {
		Environment environment = this.context.getEnvironment();
		ManagementPortType port = ManagementPortType.get(environment);
		if (web == null || port == ManagementPortType.DISABLED) {
			return "Watch the coroutines through the meters 'coroutines.*' or CoroutineRuntime.snapshot(), as this "
					+ "application has no web endpoints";
		}
		String path = path(web, environment, port);
		if (isExposed(environment)) {
			return "Watch the coroutines at " + path;
		}
		return "Watch the coroutines at " + path
				+ " once it is exposed: add 'coroutines' to management.endpoints.web.exposure.include";
	}

	private boolean isExposed(Environment environment) {
		return this.context.getBeanNamesForType(CoroutinesEndpoint.class, false, false).length > 0
				&& new IncludeExcludeEndpointFilter<>(ExposableWebEndpoint.class, environment,
						"management.endpoints.web.exposure", EndpointExposure.WEB.getDefaultIncludes())
					.match(EndpointId.of(ID));
	}

	private static String path(WebEndpointProperties web, Environment environment, ManagementPortType port) {
		boolean sameServer = port == ManagementPortType.SAME;
		String prefix = environment
			.getProperty((sameServer) ? "server.servlet.context-path" : "management.server.base-path", "");
		return prefix + web.getBasePath() + "/" + web.getPathMapping().getOrDefault(ID, ID)
				+ ((sameServer) ? "" : " of the management server");
	}

}
