package io.coroutine.autoconfigure.context;

import io.coroutine.Hook;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AbsentContextAutoConfiguration}.
 */
class AbsentContextAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
				CoroutineContextAutoConfiguration.class, AbsentContextAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1");

	@Test
	void whenContextPropagationIsAbsentThenTheHookTellsWhatToAdd() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.run((context) -> assertThat(context.getBean(Hook.class).status())
				.isEqualTo(new Hook.Status(false, "coroutines take over coroutine-locals only: to have them take over "
						+ "the context of a request, add io.micrometer:context-propagation")));
	}

	@Test
	void whenItIsThereOrNotWantedThenThereIsNoHook() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(Hook.class));
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.withPropertyValues("coroutine.context.inherit.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Hook.class));
	}

}
