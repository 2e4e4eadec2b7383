package io.coroutine.actuate.autoconfigure;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application need not have what this module is made for: the Actuator, Micrometer, or
 * parts of them. Each one here is started by a class loader that does not have them.
 */
class AbsentLibrariesTests {

	@ParameterizedTest
	@EnumSource
	void whenLibrariesAreAbsentThenOnlyWhatNeedsThemIsTooAndTheApplicationStarts(Absent absent) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(absent.rest(), ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(loader);
			@SuppressWarnings("unchecked")
			Callable<List<String>> application = (Callable<List<String>>) loader
				.loadClass(IsolatedApplication.class.getName())
				.getDeclaredConstructor()
				.newInstance();
			Set<String> expected = new TreeSet<>(IsolatedApplication.BEANS);
			expected.removeAll(absent.missing);
			assertThat(application.call()).containsExactlyInAnyOrderElementsOf(expected);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * Libraries that are not there, and which of our beans are then missing.
	 */
	enum Absent {

		ACTUATOR(
				"spring-boot-actuator.*|spring-boot-health.*|spring-boot-micrometer.*|micrometer-core.*"
						+ "|micrometer-(registry|tracing).*",
				List.of("coroutinesEndpoint", "coroutineDashboardEndpoint", "coroutineMetrics",
						"coroutinesHealthIndicator", "coroutineObservationHandler", "coroutineRequestTraceHandler")),

		ENDPOINTS("spring-boot-actuator.*", List.of("coroutinesEndpoint", "coroutineDashboardEndpoint")),

		METERS("spring-boot-micrometer-metrics.*", List.of("coroutineAbsentActuatorLogger", "coroutineMetrics")),

		MICROMETER("spring-boot-micrometer.*|micrometer-(core|registry|tracing).*",
				List.of("coroutineAbsentActuatorLogger", "coroutineMetrics", "coroutineObservationHandler",
						"coroutineRequestTraceHandler")),

		HEALTH("spring-boot-health.*", List.of("coroutineAbsentActuatorLogger", "coroutinesHealthIndicator"));

		private final String jars;

		private final List<String> missing;

		Absent(String jars, List<String> missing) {
			this.jars = jars;
			this.missing = missing;
		}

		private URL[] rest() throws MalformedURLException {
			List<URL> urls = new ArrayList<>();
			for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
				if (!Path.of(entry).getFileName().toString().matches(this.jars)) {
					urls.add(Path.of(entry).toUri().toURL());
				}
			}
			return urls.toArray(URL[]::new);
		}

	}

}
