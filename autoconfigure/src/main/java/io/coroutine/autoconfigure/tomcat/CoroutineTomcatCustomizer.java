package io.coroutine.autoconfigure.tomcat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import org.apache.catalina.connector.Connector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.ProtocolHandler;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

import org.springframework.boot.thread.Threading;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;

/**
 * Has Tomcat run each request in a coroutine: with our connector if nothing speaks
 * against it, else on Tomcat's own connector, whose thread pool gives way to the runtime.
 * <p>
 * Comes last, when the factory is configured and all customizers are known. The one of
 * Boot that sets an executor for {@code spring.threads.virtual.enabled} has been there.
 */
final class CoroutineTomcatCustomizer
		implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered, Hook {

	private static final Log logger = LogFactory.getLog(CoroutineTomcatCustomizer.class);

	private final CoroutineRuntime runtime;

	private final CoroutineTomcatProperties properties;

	private final ApplicationContext context;

	private final boolean management;

	/** Run requests where Tomcat keeps its connector: a customizer may be run again. */
	private final List<Executor> executors = new CopyOnWriteArrayList<>();

	private volatile Status status = new Status(false, "there is no Tomcat");

	/**
	 * Create the customizer.
	 * @param management whether this is for the management server
	 */
	CoroutineTomcatCustomizer(CoroutineRuntime runtime, CoroutineTomcatProperties properties,
			ApplicationContext context, boolean management) {
		this.runtime = runtime;
		this.properties = properties;
		this.context = context;
		this.management = management;
	}

	@Override
	public String name() {
		return "tomcat";
	}

	@Override
	public Status status() {
		return this.status;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		if (!this.properties.isEnabled()) {
			this.status = new Status(false, "it is switched off with coroutine.tomcat.enabled=false");
			return;
		}
		if (!this.management && Threading.VIRTUAL.isActive(this.context.getEnvironment())) {
			logger.info("Requests run in coroutines, which win over spring.threads.virtual.enabled");
		}
		ConnectorObstacles obstacles = ConnectorObstacles.find(factory, this.runtime, this.properties, this.context);
		boolean ours = obstacles.isEmpty() && factory instanceof TomcatWebServerFactory;
		List<Connector> additional = List.of();
		if (factory instanceof TomcatWebServerFactory selectable) {
			if (ours) {
				CoroutineConnector.select(selectable);
			}
			additional = selectable.getAdditionalConnectors();
		}
		warn(obstacles, additional);
		additional.forEach((connector) -> runInCoroutines(connector, false));
		factory.addConnectorCustomizers((connector) -> runInCoroutines(connector, ours));
		this.status = (ours) ? new Status(true, "connections are served on the event loops")
				: new Status(false, "Tomcat's own connector is kept, as " + obstacles.reason());
	}

	private void warn(ConnectorObstacles obstacles, List<Connector> additional) {
		List<String> kept = new ArrayList<>();
		if (!obstacles.unexpected().isEmpty()) {
			kept.add("its own connector, as " + obstacles.reason());
		}
		if (obstacles.expected().isEmpty() && !additional.isEmpty()) {
			kept.add("the additional connectors " + additional);
		}
		if (!kept.isEmpty()) {
			String result = (insistsOnThreads(obstacles.reason())) ? ""
					: ". The requests run in coroutines all the same, but at a higher cost";
			logger.warn(((this.management) ? "The management server" : "Tomcat") + " keeps "
					+ String.join("; it keeps ", kept) + result);
		}
	}

	private void runInCoroutines(Connector connector, boolean mayBeOurs) {
		ProtocolHandler handler = connector.getProtocolHandler();
		if (insistsOnThreads(handler.getClass().getName())) {
			logger.warn("The requests of a connector do not run in coroutines, as its protocol "
					+ handler.getClass().getName() + " insists on threads of its own");
			return;
		}
		Executor replaced = handler.getExecutor();
		if (replaced != null && !this.executors.contains(replaced) && !(replaced instanceof VirtualThreadExecutor)) {
			logger.warn("The executor " + replaced.getClass().getName()
					+ " that is set for Tomcat is not used, as requests run in coroutines");
		}
		if (!mayBeOurs || !CoroutineConnector.use(this.runtime, handler)) {
			Executor executor = executor(handler);
			this.executors.add(executor);
			handler.setExecutor(executor);
			if (ConnectorObstacles.isConnectorPresent(this.context)) {
				CoroutineConnector.separateRequests(this.runtime, connector);
			}
		}
	}

	private Executor executor(ProtocolHandler handler) {
		return (ConnectorObstacles.isConnectorPresent(this.context))
				? CoroutineConnector.executor(this.runtime, handler)
				: (task) -> this.runtime.coroutine().inherit(false).start(task);
	}

	/**
	 * NIO2 does not work with an executor that is no thread pool of its own. Told by its
	 * name, as later versions of Tomcat do not have it.
	 */
	private static boolean insistsOnThreads(String protocol) {
		return protocol.contains("Nio2Protocol");
	}

}
