package io.coroutine.compatibility.actuator;

import java.util.List;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.SideBySide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints of Boot's Actuator, and its meters of requests.
 */
class ActuatorTests {

	@RegisterExtension
	static final SideBySide services = SideBySide.of(Application.class)
		.with("management.endpoints.web.exposure.include=*", "management.endpoint.health.probes.enabled=true",
				"info.service=compatibility", "management.info.env.enabled=true");

	@Test
	void whenHealthAndInfoAreAskedForThenTheyAnswer() throws Exception {
		List<Answer> answers = services
			.same((client) -> List.of(client.get("/actuator/health"), client.get("/actuator/health/liveness"),
					client.get("/actuator/health/readiness"), client.get("/actuator/info"),
					client.get("/actuator/nothing"), client.send("DELETE", "/actuator/health", new byte[0])));
		assertThat(answers.stream().map(Answer::code)).containsExactly(200, 200, 200, 200, 404, 405);
		assertThat(answers.get(0).text()).contains("\"status\":\"UP\"");
		assertThat(answers.get(3).text()).isEqualTo("{\"service\":\"compatibility\"}");
	}

	@Test
	void whenRequestsAreServedThenTheyAreCounted() throws Exception {
		services.each((client, _) -> {
			for (int i = 0; i < 7; i++) {
				client.get("/hello");
			}
			Answer answer = client.get("/actuator/metrics/http.server.requests?tag=uri:/hello&tag=status:200");
			assertThat(answer.text()).contains("{\"statistic\":\"COUNT\",\"value\":7");
		});
	}

	@Test
	void whenLookedAtFromInsideThenAllEndpointsAnswer() throws Exception {
		services.each((client, service) -> {
			for (String endpoint : List.of("beans", "conditions", "configprops", "env", "loggers", "mappings",
					"metrics", "scheduledtasks", "threaddump")) {
				assertThat(client.get("/actuator/" + endpoint).code()).as(endpoint).isEqualTo(200);
			}
			assertThat(client.get("/actuator/coroutines").code()).isEqualTo((service.mode() == Mode.STOCK) ? 404 : 200);
		});
	}

	@Test
	void whenLogLevelIsChangedThenItIsChanged() throws Exception {
		List<Answer> answers = services.same(
				(client) -> List.of(client.postJson("/actuator/loggers/some.logger", "{\"configuredLevel\":\"DEBUG\"}"),
						client.get("/actuator/loggers/some.logger"),
						client.postJson("/actuator/loggers/some.logger", "{\"configuredLevel\":null}")));
		assertThat(answers.stream().map(Answer::code)).containsExactly(204, 200, 204);
		assertThat(answers.get(1).text()).contains("\"effectiveLevel\":\"DEBUG\"");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Greeting greeting() {
			return new Greeting();
		}

	}

	@RestController
	static class Greeting {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
