package io.coroutine.classpath;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring MVC and the starter, and nothing else.
 */
class MinimalTests {

	@Test
	void whenNothingElseIsThereThenRequestsRunInCoroutines() throws Exception {
		try (Launched minimal = Launched.jar("minimal", List.of())) {
			assertThat(minimal.get("/where")).startsWith("coroutine=true virtual=true");
			assertThat(minimal.output()).contains("Coroutines run on the event-loop engine");
			assertThat(minimal.atLevel("WARN")).isEmpty();
			assertThat(minimal.terminate()).isEqualTo(143);
			assertThat(minimal.atLevel("ERROR")).isEmpty();
		}
	}

}
