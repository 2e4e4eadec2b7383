package io.coroutine.autoconfigure.admission;

import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * Tests for {@link ActuatorPaths} and {@link ManagementPaths}.
 */
class ActuatorPathsTests {

	private static PathMappedEndpoints endpoints(String basePath) {
		PathMappedEndpoint health = mock(PathMappedEndpoint.class,
				withSettings().extraInterfaces(ExposableEndpoint.class));
		given(((ExposableEndpoint<?>) health).getEndpointId()).willReturn(EndpointId.of("health"));
		given(health.getRootPath()).willReturn("health");
		given(health.getAdditionalPaths(WebServerNamespace.SERVER)).willReturn(List.of("/livez", "/readyz"));
		return new PathMappedEndpoints(basePath, () -> List.of((ExposableEndpoint) health));
	}

	private static void find(PathMappedEndpoints endpoints, String port, Consumer<ManagementPaths> test) {
		new WebApplicationContextRunner().withBean(PathMappedEndpoints.class, () -> endpoints)
			.withPropertyValues("management.server.port=" + port)
			.run((context) -> test.accept(ActuatorPaths.find(context.getSourceApplicationContext())));
	}

	@Test
	void whenPortIsTheSameThenAllPathsAreFound() {
		find(endpoints("/actuator"), "", (paths) -> {
			assertThat(paths.contains("/actuator")).isTrue();
			assertThat(paths.contains("/actuator/health/liveness")).isTrue();
			assertThat(paths.contains("/livez")).isTrue();
			assertThat(paths.contains("/actuators")).isFalse();
			assertThat(paths.contains("/")).isFalse();
			assertThat(paths.contains("")).isFalse();
		});
	}

	@Test
	void whenPortIsAnotherThenOnlyPathsOfTheApplicationServerAreFound() {
		find(endpoints("/actuator"), "1", (paths) -> {
			assertThat(paths.contains("/actuator/health")).isFalse();
			assertThat(paths.contains("/readyz")).isTrue();
		});
	}

	@Test
	void whenThereIsNoBasePathThenEachEndpointIsFound() {
		find(endpoints(""), "", (paths) -> {
			assertThat(paths.contains("/health")).isTrue();
			assertThat(paths.contains("/health/readiness")).isTrue();
			assertThat(paths.contains("/orders")).isFalse();
		});
	}

}
