package io.coroutine.autoconfigure.stack;

import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.stack.AdaptiveStacks;
import io.coroutine.spring.stack.PrivateStackFilter;
import io.coroutine.spring.stack.PrivateStackHandlerAdapter;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

class CoroutineStackAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(CoroutineAutoConfiguration.class,
			CoroutineStackAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues("coroutine.loops.count=1");

	@Test
	void whenNothingIsConfiguredThenOnlyAnnotationsCount() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(PrivateStackHandlerAdapter.class)
			.doesNotHaveBean(AdaptiveStacks.class)
			.doesNotHaveBean("coroutinePrivateStackFilter"));
	}

	@Test
	void whenPathsAreConfiguredThenFilterIsRegisteredEarly() {
		this.runner.withPropertyValues("coroutine.stack.private.paths=/reports/**").run((context) -> {
			FilterRegistrationBean<?> filter = context.getBean(FilterRegistrationBean.class);
			assertThat(filter.getFilter()).isInstanceOf(PrivateStackFilter.class);
			assertThat(filter.getOrder()).isEqualTo(Integer.MIN_VALUE + 2);
			assertThat(filter.determineDispatcherTypes()).containsOnly(DispatcherType.REQUEST, DispatcherType.ASYNC);
		});
	}

	@Test
	void whenPathIsNoPatternThenStartFailsWithAReport() {
		this.runner.withPropertyValues("coroutine.stack.private.paths=/ok,/a/**/b/{")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(
						"Property coroutine.stack.private.paths with value '[/ok, /a/**/b/{]' is invalid"));
	}

	@Test
	void whenAnnotationsAreSwitchedOffThenThereIsNoAdapterUnlessHandlersAdapt() {
		this.runner.withPropertyValues("coroutine.stack.annotation.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(PrivateStackHandlerAdapter.class));
		this.runner
			.withPropertyValues("coroutine.stack.annotation.enabled=false", "coroutine.stack.adaptive.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(PrivateStackHandlerAdapter.class)
				.hasSingleBean(AdaptiveStacks.class));
	}

	@Test
	void whenAdaptiveSettingIsOutOfRangeThenStartFails() {
		for (String setting : new String[] { "stalls=0", "window=0s" }) {
			this.runner
				.withPropertyValues("coroutine.stack.adaptive.enabled=true", "coroutine.stack.adaptive." + setting)
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("coroutine.stack.adaptive")
					.hasStackTraceContaining("must be at least 1"));
		}
	}

	@Test
	void whenApplicationHasItsOwnBeansThenOursBackOff() {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().loops(1).start()) {
			this.runner.withPropertyValues("coroutine.stack.adaptive.enabled=true")
				.withBean("ownAdapter", PrivateStackHandlerAdapter.class,
						() -> new PrivateStackHandlerAdapter(true, null))
				.withBean("own", AdaptiveStacks.class, () -> AdaptiveStacks.of(runtime, 1, Duration.ofSeconds(1)))
				.run((context) -> assertThat(context).hasSingleBean(PrivateStackHandlerAdapter.class)
					.hasSingleBean(AdaptiveStacks.class)
					.hasBean("own")
					.hasBean("ownAdapter"));
		}
	}

	@Test
	void whenCoroutinesAreOffOrThereIsNoWebThenThereIsNothing() {
		this.runner.withPropertyValues("coroutine.enabled=false", "coroutine.stack.private.paths=/a")
			.run((context) -> assertThat(context).doesNotHaveBean(PrivateStackHandlerAdapter.class)
				.doesNotHaveBean("coroutinePrivateStackFilter"));
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("coroutine.stack.private.paths=/a")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("coroutinePrivateStackFilter"));
	}

	@Test
	void whenSpringMvcIsMissingThenPathsWorkAllTheSame() {
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.withPropertyValues("coroutine.stack.private.paths=/a")
			.run((context) -> assertThat(context).doesNotHaveBean(PrivateStackHandlerAdapter.class)
				.hasBean("coroutinePrivateStackFilter"));
		this.runner.withClassLoader(new FilteredClassLoader(OncePerRequestFilter.class, DispatcherServlet.class))
			.withPropertyValues("coroutine.stack.private.paths=/a")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("coroutinePrivateStackFilter"));
	}

}
