package io.coroutine.autoconfigure;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a JVM without the options that the event-loop engine needs.
 */
class MissingOptionsTests {

	private static final String LINE = "--add-opens=java.base/java.lang=ALL-UNNAMED "
			+ "--enable-native-access=ALL-UNNAMED";

	private static final String FORBIDDEN = "--coroutine.engine.open=manifest-only";

	@Test
	void whenOptionsAreMissingThenEventLoopsRunAndOneHintTellsWhatToAdd() throws Exception {
		ChildProcess.Ended result = run();
		assertThat(result.status()).isZero();
		assertThat(result.output()).doesNotContain(" WARN ").containsOnlyOnce(LINE);
		assertThat(result.output()).containsPattern("INFO .*The event-loop engine has opened java.lang by native means")
			.containsPattern("Coroutines run on the event-loop engine .* java.lang is open by native means\\. ")
			.contains("The gate has let the waiter in");
	}

	@Test
	void whenOptionsAreMissingAndNativeMeansForbiddenThenPortableEngineRunsAndOneWarningTellsWhatToAdd()
			throws Exception {
		ChildProcess.Ended result = run(FORBIDDEN);
		assertThat(result.status()).isZero();
		assertThat(result.output()).containsOnlyOnce("WARN").containsOnlyOnce(LINE);
		assertThat(result.output())
			.contains("Coroutines run on the portable engine and shared stacks, as the event-loop engine is not "
					+ "available: ");
		assertThat(result.output()).contains("The gate has let the waiter in");
	}

	@Test
	void whenOptionsAreMissingAndEventLoopsAreAskedForThenStartFailsWithWhatToAdd() throws Exception {
		ChildProcess.Ended result = run("--coroutine.engine=event-loop", FORBIDDEN);
		assertThat(result.status()).isOne();
		assertThat(result.output()).contains("APPLICATION FAILED TO START")
			.contains("The event-loop engine is not available: ")
			.containsPattern("Action:\\s+Add '" + LINE + "' to the options of the JVM")
			.doesNotContain("\tat ");
	}

	private static ChildProcess.Ended run(String... arguments) throws Exception {
		return ChildProcess.end(Main.class, List.of(), arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CoroutineAutoConfiguration.class)
	static class Main {

		public static void main(String[] arguments) throws Exception {
			SpringApplication application = new SpringApplication(Main.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run(arguments)) {
				useGate(context.getBean(CoroutineRuntime.class));
			}
		}

		/**
		 * A gate asks for the loop of whoever gives a permit back, and there is none.
		 */
		private static void useGate(CoroutineRuntime runtime) throws Exception {
			AdmissionGate gate = AdmissionGate.builder("test", 1).build();
			gate.acquire();
			Future<String> waiter = runtime.submit(() -> {
				gate.acquire();
				gate.release();
				return "The gate has let the waiter in";
			});
			while (gate.snapshot().queued() == 0) {
				Thread.sleep(1);
			}
			gate.release();
			System.out.println(waiter.get(60, TimeUnit.SECONDS));
		}

	}

}
