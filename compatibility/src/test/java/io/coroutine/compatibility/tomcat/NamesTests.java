package io.coroutine.compatibility.tomcat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.modeler.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users know their server by, in JMX, in meters and in logs: an application with two
 * connectors and a management server.
 */
class NamesTests {

	/**
	 * What the starter adds, what depends on what the JVM has done, and what is there a
	 * moment after an answer.
	 */
	private static final Predicate<String> OTHERS = Pattern.compile(
			"^(http\\.server\\.requests|coroutines\\.|org\\.springframework\\.boot:name=Coroutines|j(vm|ava|dk)\\.|com\\.sun\\.)")
		.asPredicate();

	private final Field registry = registryOfTomcat();

	private Object previous;

	private static Field registryOfTomcat() {
		try {
			Field field = Registry.class.getDeclaredField("registry");
			field.setAccessible(true);
			return field;
		}
		catch (NoSuchFieldException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Applications of other tests, which have no use for it, have switched it off for the
	 * whole JVM.
	 */
	@BeforeEach
	void enableRegistryOfTomcat() throws Exception {
		this.previous = this.registry.get(null);
		this.registry.set(null, null);
	}

	@AfterEach
	void restoreRegistryOfTomcat() throws Exception {
		this.registry.set(null, this.previous);
	}

	@Test
	void whenLookedAtThenTheServerHasTheNamesThatItHasInStockBoot() throws Exception {
		Names stock = names(Mode.STOCK);
		assertThat(stock.beans())
			.anyMatch((name) -> name.equals("Tomcat:name=\"http-nio-127.0.0.1-auto-#\",type=ThreadPool"));
		assertThat(stock.meters()).anyMatch((name) -> name.contains("http-nio-127.0.0.1-auto-"));
		assertThat(stock.threads()).containsExactly("http-nio-127.0.0.1-auto-#-exec-#", "http-nio-auto-#-exec-#",
				"http-nio-127.0.0.1-auto-#-exec-#");
		for (Mode mode : List.of(Mode.EVENT_LOOP, Mode.PORTABLE)) {
			Names ours = names(mode);
			assertThat(ours.beans()).as("beans of " + mode).isEqualTo(stock.beans());
			assertThat(ours.meters()).as("meters of " + mode).isEqualTo(stock.meters());
			assertThat(ours.threads()).as("threads of " + mode).isEqualTo(stock.threads());
		}
	}

	private static Names names(Mode mode) throws Exception {
		try (Service service = Service.start(mode, Application.class, "management.server.port=0",
				"management.server.address=127.0.0.1", "management.endpoints.web.exposure.include=threadname",
				"server.tomcat.mbeanregistry.enabled=true", "spring.jmx.enabled=true")) {
			List<String> threads = List.of(thread(service.port(), "/thread"),
					thread(service.bean(Connector.class).getLocalPort(), "/thread"),
					thread(service.managementPort(), "/actuator/threadname"));
			return new Names(beans(), meters(service.bean(MeterRegistry.class)), threads);
		}
	}

	private static String thread(int port, String path) throws Exception {
		try (Client client = Client.to(port)) {
			return normal(client.get(path).text());
		}
	}

	private static SortedSet<String> beans() throws Exception {
		return sorted(ManagementFactory.getPlatformMBeanServer()
			.queryNames(null, null)
			.stream()
			.map((name) -> name.getCanonicalName()));
	}

	private static SortedSet<String> meters(MeterRegistry registry) {
		return sorted(registry.getMeters().stream().map(Meter::getId).map((id) -> id.getName() + " " + id.getTags()));
	}

	private static SortedSet<String> sorted(Stream<String> names) {
		return names.filter(OTHERS.negate()).map(NamesTests::normal).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Take the numbers of servers and threads, and the ports, out of a name.
	 */
	private static String normal(String name) {
		return name.replaceAll("auto-\\d+", "auto-#").replaceAll("#-\\d+", "#-port").replaceAll("exec-\\d+", "exec-#");
	}

	private record Names(SortedSet<String> beans, SortedSet<String> meters, List<String> threads) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Connector additional() {
			Connector connector = new Connector();
			connector.setPort(0);
			return connector;
		}

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> additionalConnector(Connector additional) {
			return (factory) -> factory.addAdditionalConnectors(additional);
		}

		@Bean
		ThreadController controller() {
			return new ThreadController();
		}

		@Bean
		ThreadNameEndpoint endpoint() {
			return new ThreadNameEndpoint();
		}

	}

	@RestController
	static class ThreadController {

		@GetMapping("/thread")
		String thread() {
			return Thread.currentThread().getName();
		}

	}

}
