package io.coroutine.classpath;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with everything that the starter has something for, and with everything
 * but one library: requests run in coroutines all the same.
 */
class LibrariesTests {

	private static final String[] ARGUMENTS = { "--spring.security.user.password=secret",
			"--management.endpoints.web.exposure.include=*" };

	@Test
	void whenThereIsNothingButSpringMvcThenRequestsRunInCoroutines() throws Exception {
		try (Launched minimal = Launched.jar("minimal", List.of())) {
			minimal.assertRunsInCoroutines();
			assertThat(minimal.get("/connection")).isEqualTo("none");
			assertThat(minimal.output()).contains("once the application has the Actuator");
			minimal.assertEndsQuietly();
		}
		assertThat(libraries("minimal"))
			.noneMatch((name) -> name.matches("(spring-boot-actuator|spring-boot-health|micrometer-core|spring-jdbc|"
					+ "HikariCP|resilience4j|spring-security).*"));
	}

	@Test
	void whenThereIsEverythingThenRequestsRunInCoroutines() throws Exception {
		try (Launched everything = Launched.jar("everything", List.of(), ARGUMENTS)) {
			everything.assertRunsInCoroutines();
			assertHasGate(everything);
			assertHasEndpoint(everything);
			assertThat(everything.get("/actuator/prometheus")).contains("coroutines_");
			everything.assertEndsQuietly();
		}
	}

	@Test
	void whenThereIsNoJdbcThenRequestsRunInCoroutines() throws Exception {
		assertThat(libraries("without-jdbc")).noneMatch((name) -> name.matches("(spring-jdbc|spring-tx|HikariCP).*"));
		try (Launched without = Launched.jar("without-jdbc", List.of(), ARGUMENTS)) {
			without.assertRunsInCoroutines();
			assertThat(without.get("/connection")).isEqualTo("none");
			assertHasEndpoint(without);
			without.assertEndsQuietly();
		}
	}

	@Test
	void whenThereIsNoActuatorThenRequestsRunInCoroutinesAndOneLineTellsWhatIsMissing() throws Exception {
		assertThat(libraries("without-actuator")).noneMatch((name) -> name.startsWith("spring-boot-actuator"))
			.anyMatch((name) -> name.startsWith("coroutine-spring-boot-actuator"));
		try (Launched without = Launched.jar("without-actuator", List.of(), ARGUMENTS)) {
			without.assertRunsInCoroutines();
			assertHasGate(without);
			assertThat(without.output()).contains("once the application has the Actuator");
			without.assertEndsQuietly();
		}
	}

	@Test
	void whenTheActuatorModuleIsLeftOutThenRequestsRunInCoroutinesAndActuatorIsAsEver() throws Exception {
		assertThat(libraries("without-actuator-module"))
			.noneMatch((name) -> name.startsWith("coroutine-spring-boot-actuator"));
		try (Launched without = Launched.jar("without-actuator-module", List.of(), ARGUMENTS)) {
			without.assertRunsInCoroutines();
			assertHasGate(without);
			assertThat(without.get("/actuator")).contains("/actuator/health").doesNotContain("/actuator/coroutines");
			without.assertEndsQuietly();
		}
	}

	@Test
	void whenThereIsNoMicrometerThenRequestsRunInCoroutines() throws Exception {
		assertThat(libraries("without-micrometer")).noneMatch((name) -> name.startsWith("micrometer-core"));
		try (Launched without = Launched.jar("without-micrometer", List.of(), ARGUMENTS)) {
			without.assertRunsInCoroutines();
			assertHasGate(without);
			assertHasEndpoint(without);
			without.assertEndsQuietly();
		}
	}

	@Test
	void whenThereIsNoResilience4jThenRequestsRunInCoroutines() throws Exception {
		assertThat(libraries("without-resilience4j")).noneMatch((name) -> name.startsWith("resilience4j"));
		try (Launched without = Launched.jar("without-resilience4j", List.of(), ARGUMENTS)) {
			without.assertRunsInCoroutines();
			assertHasGate(without);
			without.assertEndsQuietly();
		}
	}

	@Test
	void whenThereIsNoSpringSecurityThenRequestsRunInCoroutines() throws Exception {
		assertThat(libraries("without-security")).noneMatch((name) -> name.startsWith("spring-security"));
		try (Launched without = Launched.jar("without-security", List.of(), ARGUMENTS)) {
			without.assertRunsInCoroutines();
			assertHasGate(without);
			assertHasEndpoint(without);
			without.assertEndsQuietly();
		}
	}

	private static void assertHasGate(Launched application) throws Exception {
		assertThat(application.get("/connection")).startsWith("42 of io.coroutine.spring.jdbc.")
			.contains("coroutine=true");
	}

	private static void assertHasEndpoint(Launched application) throws Exception {
		assertThat(application.get("/actuator/coroutines")).contains("\"event-loop\"");
	}

	private static List<String> libraries(String module) throws IOException {
		try (JarFile jar = new JarFile(Launched.jarOf(module).toFile())) {
			return jar.stream()
				.map(JarEntry::getName)
				.filter((name) -> name.startsWith("BOOT-INF/lib/"))
				.map((name) -> name.substring("BOOT-INF/lib/".length()))
				.toList();
		}
	}

}
