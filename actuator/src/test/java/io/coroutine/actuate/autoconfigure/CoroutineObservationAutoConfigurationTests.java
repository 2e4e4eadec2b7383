package io.coroutine.actuate.autoconfigure;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.actuate.CoroutineObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoroutineObservationAutoConfiguration}.
 */
class CoroutineObservationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(CoroutineObservationAutoConfiguration.class, ObservationAutoConfiguration.class));

	@Test
	void whenThereIsARuntimeThenObservationsAreHandled() {
		this.runner.withUserConfiguration(Runtime.class)
			.run((context) -> assertThat(context).hasSingleBean(CoroutineObservationHandler.class));
	}

	@Test
	void whenBootMakesTheRegistryThenItsObservationsHaveTheNumber() {
		this.runner.withUserConfiguration(Runtime.class).run((context) -> {
			Observation.Context request = new SenderContext<>((carrier, key, value) -> {
			});
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			Coroutine coroutine = context.getBean(CoroutineRuntime.class)
				.start(() -> Observation.start("http.client.requests", () -> request, registry).stop());
			coroutine.join();
			assertThat(request.getHighCardinalityKeyValue("coroutine.id").getValue())
				.isEqualTo(Long.toString(coroutine.id()));
		});
	}

	@Test
	void whenThereIsNoRuntimeThenTheyAreNot() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(CoroutineObservationHandler.class));
	}

	@Test
	void whenSwitchedOffThenTheyAreNot() {
		this.runner.withUserConfiguration(Runtime.class)
			.withPropertyValues("coroutine.observation.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CoroutineObservationHandler.class));
	}

	@Test
	void whenTheApplicationHasItsOwnHandlerThenThatIsUsed() {
		this.runner.withUserConfiguration(Runtime.class, OwnHandler.class)
			.run((context) -> assertThat(context).hasSingleBean(CoroutineObservationHandler.class)
				.hasBean("ownHandler"));
	}

	@Test
	void whenNobodyObservesThenTheyAreNot() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CoroutineObservationAutoConfiguration.class))
			.withUserConfiguration(Runtime.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CoroutineObservationHandler.class));
	}

	@Test
	void whenThereAreNoObservationsThenNothingHappens() {
		this.runner.withUserConfiguration(Runtime.class)
			.withClassLoader(new FilteredClassLoader("io.micrometer.observation"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CoroutineObservationAutoConfiguration.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Runtime {

		@Bean
		CoroutineRuntime runtime() {
			return CoroutineRuntime.builder().engine(EngineChoice.PORTABLE).start();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandler {

		@Bean
		CoroutineObservationHandler ownHandler() {
			return CoroutineObservationHandler.create();
		}

	}

}
