package io.coroutine.autoconfigure.admission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.coroutine.admission.AdmissionGates;
import io.coroutine.tomcat.admission.AdmissionValve;
import io.coroutine.tomcat.admission.RequestGate;
import io.coroutine.tomcat.admission.RequestPatience;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Puts the gates before the requests of the application. It knows nothing of a management
 * server on a port of its own, so that one lets all requests in.
 * <p>
 * Comes last, so that valves which others add to the engine, such as those for the access
 * log and the address of the client, have had their turn.
 */
final class RequestAdmissionCustomizer
		implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

	private static final Log logger = LogFactory.getLog(RequestAdmissionCustomizer.class);

	private static final String ACTUATOR = "org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints";

	private static final String MANAGEMENT_PORT = "org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType";

	private final RequestAdmissionProperties properties;

	private final ApplicationContext context;

	private final PathGates gates;

	private final Supplier<RequestPatience> patience;

	RequestAdmissionCustomizer(RequestAdmissionProperties properties, AdmissionGates gates,
			Supplier<RequestPatience> patience, ApplicationContext context) {
		this.properties = properties;
		this.patience = patience;
		this.context = context;
		RequestGateFactory factory = new RequestGateFactory(gates, properties.getAdaptive(), context.getClassLoader());
		RequestGate general = general(factory);
		AdmissionSettings.requirePatterns("coroutine.admission.exclude", properties.getExclude());
		this.gates = new PathGates(this::managementPaths, properties.getExclude(), classes(factory), general);
	}

	private @Nullable RequestGate general(RequestGateFactory factory) {
		Integer threads = TomcatThreads.configured(this.context.getEnvironment());
		AdmissionSettings settings = AdmissionSettings.of(this.properties, threads);
		if (settings == null) {
			return null;
		}
		if (this.properties.getMaxConcurrent() == null && threads != null) {
			logger.info("At most " + threads + " requests run at once, as " + TomcatThreads.PROPERTY
					+ " says, although they need no threads. coroutine.admission.max-concurrent sets another bound, "
					+ "coroutine.admission.enabled=false none");
		}
		return factory.create("requests", settings);
	}

	private Map<String, RequestGate> classes(RequestGateFactory factory) {
		Map<String, RequestGate> gates = new LinkedHashMap<>();
		this.properties.getClasses().forEach((name, pathClass) -> {
			RequestGate gate = factory.create("requests:" + name, AdmissionSettings.of(name, pathClass));
			for (String pattern : pathClass.getPaths()) {
				Requirement.require(gates.put(pattern, gate) == null, "coroutine.admission.classes." + name + ".paths",
						pattern, "Another class has the same pattern.");
			}
		});
		return gates;
	}

	private ManagementPaths managementPaths() {
		ClassLoader classLoader = this.context.getClassLoader();
		boolean actuator = ClassUtils.isPresent(ACTUATOR, classLoader)
				&& ClassUtils.isPresent(MANAGEMENT_PORT, classLoader);
		return (actuator) ? ActuatorPaths.find(this.context) : ManagementPaths.NONE;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		factory.addEngineValves(AdmissionValve.of(this.gates, this.properties.getRetryAfter(), this.patience.get()));
	}

}
