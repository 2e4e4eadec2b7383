package io.coroutine.actuate.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts an application with all that is on its class path, and tells which of the beans
 * of this module it has. Made by a class loader of its own, so it has nothing to do with
 * the class of that name in the test.
 */
public class IsolatedApplication implements Callable<List<String>> {

	/** Of each auto-configuration one that tells whether it is at work. */
	static final List<String> BEANS = List.of("coroutinesEndpoint", "coroutineDashboardEndpoint", "coroutineMetrics",
			"coroutinesHealthIndicator", "coroutineObservationHandler", "coroutineRequestTraceHandler",
			"coroutineAbsentActuatorLogger");

	@Override
	public List<String> call() {
		List<String> found = new ArrayList<>();
		new WebApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> found
				.addAll(Arrays.stream(context.getBeanDefinitionNames()).filter(BEANS::contains).toList()));
		return found;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		CoroutineRuntime runtime() {
			return CoroutineRuntime.builder().engine(EngineChoice.PORTABLE).start();
		}

	}

}
