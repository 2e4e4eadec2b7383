package io.coroutine.actuate.autoconfigure;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.actuate.RequestTraceHandler;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestTraceAutoConfiguration}.
 */
class RequestTraceAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATION = AutoConfigurations.of(RequestTraceAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATION);

	@Test
	void whenThereIsRuntimeThenRequestsGetTheirTrace() {
		withRuntime().run((context) -> assertThat(context).hasSingleBean(RequestTraceHandler.class));
	}

	@Test
	void whenThereIsNoRuntimeThenThereIsNoHandler() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(RequestTraceHandler.class));
	}

	@Test
	void whenTracingIsMissingThenThereIsNoHandler() {
		withRuntime().withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("coroutineRequestTraceHandler"));
	}

	@Test
	void whenItIsNoWebApplicationThenThereIsNoHandler() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withBean(CoroutineRuntime.class, RequestTraceAutoConfigurationTests::runtime)
			.run((context) -> assertThat(context).doesNotHaveBean(RequestTraceHandler.class));
	}

	@Test
	void whenApplicationHasItsOwnHandlerThenItIsKept() {
		withRuntime().withBean("own", RequestTraceHandler.class, RequestTraceHandler::create)
			.run((context) -> assertThat(context).hasSingleBean(RequestTraceHandler.class).hasBean("own"));
	}

	private WebApplicationContextRunner withRuntime() {
		return this.runner.withBean(CoroutineRuntime.class, RequestTraceAutoConfigurationTests::runtime);
	}

	private static CoroutineRuntime runtime() {
		return CoroutineRuntime.builder().engine(EngineChoice.PORTABLE).start();
	}

}
