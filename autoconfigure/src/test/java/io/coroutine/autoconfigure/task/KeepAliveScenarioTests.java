package io.coroutine.autoconfigure.task;

import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM in which nothing but a scheduler is left once the main method has ended.
 */
class KeepAliveScenarioTests {

	@Test
	void whenTheMainMethodEndsThenTheSchedulerGoesOnUntilItsContextCloses() throws Exception {
		ChildProcess.Ended ended = ChildProcess.end(Main.class, ChildProcess.OPTIONS);
		assertThat(ended.status()).isZero();
		assertThat(ended.output()).contains("main has ended", "run 3 in scheduling-1");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@ImportAutoConfiguration({ CoroutineAutoConfiguration.class, CoroutineTaskAutoConfiguration.class,
			TaskSchedulingAutoConfiguration.class })
	static class Main {

		private final ConfigurableApplicationContext context;

		private int runs;

		Main(ConfigurableApplicationContext context) {
			this.context = context;
		}

		@Scheduled(fixedDelay = 300, initialDelay = 300)
		void run() {
			this.runs++;
			System.out.println("run " + this.runs + " in " + Thread.currentThread().getName());
			if (this.runs == 3) {
				Thread.ofPlatform().start(this.context::close);
			}
		}

		public static void main(String[] arguments) {
			SpringApplication application = new SpringApplication(Main.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.run(arguments);
			System.out.println("main has ended");
		}

	}

}
