package io.coroutine.docs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/tasks.md}.
 */
class TaskExampleTests {

	@Test
	void whenAnExecutorIsBuiltThenItsTasksRunInCoroutines() throws Exception {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run()) {
			ThreadPoolTaskExecutor reports = context.getBean(ThreadPoolTaskExecutor.class);
			assertThat(reports.submit(() -> Coroutine.current().name()).get(30, TimeUnit.SECONDS))
				.isEqualTo("reports-1");
		}
	}

	@Test
	void whenAThreadFactoryIsAskedForThenCoroutinesWillDo() throws Exception {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().start()) {
			ExecutorService pool = Executors.newFixedThreadPool(4, runtime.coroutine()::unstarted);
			try (pool) {
				assertThat(pool.submit(() -> Coroutine.current() != null).get(30, TimeUnit.SECONDS)).isTrue();
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ThreadPoolTaskExecutor reports(ThreadPoolTaskExecutorBuilder builder) {
			return builder.corePoolSize(2).threadNamePrefix("reports-").build();
		}

	}

}
