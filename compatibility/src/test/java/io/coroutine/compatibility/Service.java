package io.coroutine.compatibility;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.coroutine.CoroutineInfo;
import io.coroutine.CoroutineRuntime;
import io.coroutine.test.Eventually;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that runs in a certain mode, on a port of its own.
 */
public final class Service implements AutoCloseable {

	private final Mode mode;

	private final ConfigurableApplicationContext context;

	private Service(Mode mode, ConfigurableApplicationContext context) {
		this.mode = mode;
		this.context = context;
	}

	/**
	 * Start a service.
	 * @param mode how it is run
	 * @param application its configuration
	 * @param technologies what it needs
	 * @param properties its properties, each as {@code name=value}
	 */
	public static Service start(Mode mode, Class<?> application, Set<Technology> technologies,
			List<String> properties) {
		List<String> all = new ArrayList<>(List.of(mode.property(), "server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.main.log-startup-info=false", "logging.level.root=warn",
				"spring.autoconfigure.exclude=" + excluded(technologies)));
		all.addAll(properties);
		return new Service(mode, new SpringApplicationBuilder(application, Witness.class)
			.run(all.stream().map("--"::concat).toArray(String[]::new)));
	}

	private static String excluded(Set<Technology> technologies) {
		return Arrays.stream(Technology.values())
			.filter((technology) -> !technologies.contains(technology))
			.flatMap((technology) -> technology.autoConfigurations().stream())
			.collect(Collectors.joining(","));
	}

	public static Service start(Mode mode, Class<?> application, String... properties) {
		return start(mode, application, EnumSet.noneOf(Technology.class), List.of(properties));
	}

	public Mode mode() {
		return this.mode;
	}

	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	public int managementPort() {
		return this.context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
	}

	public Client client() throws IOException {
		return new Client(port());
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public Witness witness() {
		return bean(Witness.class);
	}

	/**
	 * Wait until no coroutine lives but the places in the pools of Spring's executors.
	 */
	public void awaitNoCoroutine() {
		if (this.mode.engine() != null) {
			CoroutineRuntime runtime = bean(CoroutineRuntime.class);
			Eventually.until("no coroutine lives in mode " + this.mode,
					() -> runtime.coroutines().map(CoroutineInfo::name).allMatch(Service::isPlaceInPool));
		}
	}

	private static boolean isPlaceInPool(String name) {
		return name.startsWith("task-") || name.startsWith("scheduling-");
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Override
	public String toString() {
		return this.mode.toString();
	}

}
