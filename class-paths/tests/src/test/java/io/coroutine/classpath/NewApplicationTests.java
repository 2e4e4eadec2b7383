package io.coroutine.classpath;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first example of the README: Boot's own parent, our dependency, nothing else.
 */
class NewApplicationTests {

	@Test
	void whenAnApplicationHasTheOneDependencyThenItsFirstRequestRunsInACoroutineOnAnEventLoop() throws Exception {
		Path jar = Path.of("..", "new-application", "target", "demo-0.0.1-SNAPSHOT.jar");
		try (Launched demo = Launched.java(List.of("-jar", jar.toString()),
				"--management.endpoints.web.exposure.include=coroutines")) {
			assertThat(demo.get("/")).matches("Hello from VirtualThread\\[.*@coroutine-carrier-\\d+");
			assertThat(demo.get("/actuator/coroutines")).contains("\"engine\":{\"name\":\"event-loop\"");
			assertThat(demo.output()).containsOnlyOnce("Coroutines run on the event-loop engine with");
			demo.assertEndsQuietly();
		}
	}

}
