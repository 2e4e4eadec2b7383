package io.coroutine.classpath;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications on other servers than Tomcat.
 */
class WebServerTests {

	@Test
	void whenTheServerIsJettyThenRequestsStayOnItsThreadsAndOneLineTellsIt() throws Exception {
		try (Launched jetty = Launched.jar("jetty", List.of())) {
			assertThat(jetty.get("/where")).startsWith("coroutine=false virtual=false");
			assertThat(jetty.output()).containsOnlyOnce("Requests stay on the threads of Jetty");
			jetty.assertEndsQuietly();
		}
	}

	@Test
	void whenTheApplicationIsReactiveThenRequestsStayOnItsThreadsAndOneLineTellsIt() throws Exception {
		try (Launched reactive = Launched.jar("webflux", List.of())) {
			assertThat(reactive.get("/where")).startsWith("coroutine=false virtual=false");
			assertThat(reactive.output()).containsOnlyOnce("Requests stay on the threads of Netty");
			reactive.assertEndsQuietly();
		}
	}

	@Test
	void whenWebFluxIsBesideSpringMvcThenRequestsRunInCoroutines() throws Exception {
		try (Launched both = Launched.jar("webflux-beside-mvc", List.of())) {
			both.assertRunsInCoroutines();
			both.assertEndsQuietly();
		}
	}

}
