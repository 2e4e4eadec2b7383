package io.coroutine.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application says when it starts, or fails to.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupTests {

	@Test
	void whenApplicationStartsThenLogTellsEngineAndReason(CapturedOutput output) {
		run("--coroutine.loops.count=2");
		assertThat(output).containsOnlyOnce("Coroutines run on the event-loop engine with 2 loops and shared stacks, "
				+ "as it is available here and has passed its self-test; java.lang is open by options of the JVM. "
				+ "No hooks");
	}

	@Test
	void whenEngineIsPortableThenLogSaysSo(CapturedOutput output) {
		run("--coroutine.engine=portable", "--coroutine.stack.mode=private");
		assertThat(output)
			.contains("Coroutines run on the portable engine and private stacks, as it was asked for. No hooks");
	}

	@Test
	void whenDisabledThenLogSaysNothing(CapturedOutput output) {
		run("--coroutine.enabled=false");
		assertThat(output).doesNotContainIgnoringCase("coroutines");
	}

	@Test
	void whenEngineIsMistypedThenReportListsWhatIsValid(CapturedOutput output) {
		assertFails("--coroutine.engine=evnt-loop");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: coroutine.engine")
			.contains("Value: \"evnt-loop\"")
			.contains("AUTO")
			.contains("EVENT_LOOP")
			.contains("PORTABLE");
	}

	@Test
	void whenNumberIsMistypedThenReportNamesTheProperty(CapturedOutput output) {
		assertFails("--coroutine.stack.private.size=1XB");
		assertThat(output).contains("APPLICATION FAILED TO START").contains("Property: coroutine.stack.private.size");
	}

	@Test
	void whenNumberIsOutOfRangeThenReportGivesTheReason(CapturedOutput output) {
		assertFails("--coroutine.loops.count=0");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value '0' for configuration property 'coroutine.loops.count'")
			.contains("The number of event loops must be 1 to 1024, not 0.");
	}

	private static void assertFails(String argument) {
		assertThatException().isThrownBy(() -> run(argument));
		Carriers.awaitNone();
	}

	private static void run(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(arguments).close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(CoroutineAutoConfiguration.class)
	static class Application {

	}

}
