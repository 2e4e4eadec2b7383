package io.coroutine.autoconfigure.lifecycle;

import java.util.ArrayList;
import java.util.List;

import io.coroutine.autoconfigure.Carriers;
import io.coroutine.autoconfigure.lifecycle.EndingApplication.Ending;
import io.coroutine.autoconfigure.lifecycle.EndingApplication.Place;
import io.coroutine.internal.jdk.VirtualThreads;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that are closed by code of their own application, which is started again and
 * again. The grace is longer than a test may take, so none ends that waits for itself.
 */
@ExtendWith(OutputCaptureExtension.class)
class CloseFromWithinTests {

	@BeforeAll
	static void openWhatTheJdkOpensForEver() {
		VirtualThreads.initializeJdkPollers();
	}

	@ParameterizedTest
	@CsvSource({ "TASK, 3, engine=event-loop", "SCHEDULED_TASK, 3, stack.mode=private",
			"BLOCKING_CALL, 2, enabled=true", "TASK, 1, engine=portable" })
	void whenATaskClosesTheContextThenNothingIsLeft(Place place, int times, String property, CapturedOutput output) {
		Carriers.awaitNone();
		long descriptors = Carriers.eventDescriptors();
		for (int i = 0; i < times; i++) {
			ConfigurableApplicationContext context = start(WebApplicationType.NONE, property);
			context.getBean(EndingApplication.class).end(place, Ending.CLOSE);
			awaitEnd(context, descriptors);
		}
		assertThat(told(output)).hasSize(3 * times).endsWith("second bean destroyed", "first bean destroyed", "closed");
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	@Test
	void whenTwoTasksCloseTheContextThenNeitherWaitsForTheOther(CapturedOutput output) {
		Carriers.awaitNone();
		long descriptors = Carriers.eventDescriptors();
		ConfigurableApplicationContext context = start(WebApplicationType.NONE, "loops.count=2");
		EndingApplication application = context.getBean(EndingApplication.class);
		application.end(Place.TASK, Ending.CLOSE);
		application.end(Place.TASK, Ending.CLOSE);
		awaitEnd(context, descriptors);
		Carriers.awaitTrue("both have gone on", () -> told(output).size() == 4);
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	@Test
	void whenARequestClosesTheContextThenTheSameHappensAsInStockBoot(CapturedOutput output) {
		Carriers.awaitNone();
		long descriptors = Carriers.eventDescriptors();
		List<List<String>> told = new ArrayList<>();
		int stock = 0;
		for (String property : List.of("enabled=false", "engine=event-loop")) {
			stock = output.length();
			int before = told(output).size();
			ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, property);
			context.getBean(EndingApplication.class).end(Place.REQUEST, Ending.CLOSE);
			Carriers.awaitTrue("the request has gone on", () -> told(output).size() == before + 3);
			awaitEnd(context, descriptors);
			told.add(told(output).subList(before, before + 3));
		}
		assertThat(told.getLast()).isEqualTo(told.getFirst());
		// Tomcat warns of the thread that has called, in stock Boot
		assertThat(output.subSequence(stock, output.length())).doesNotContain("WARN", "ERROR");
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, String property) {
		SpringApplication application = new SpringApplication(EndingApplication.class);
		application.setWebApplicationType(type);
		return application.run("--coroutine." + property, "--coroutine.shutdown.grace=10m", "--server.port=0",
				"--server.shutdown=immediate", "--spring.lifecycle.timeout-per-shutdown-phase=100ms",
				"--spring.main.banner-mode=off");
	}

	private static void awaitEnd(ConfigurableApplicationContext context, long descriptors) {
		Carriers.awaitTrue("the context is closed", () -> !context.isActive());
		Carriers.awaitNone();
		Carriers.awaitEventDescriptors(descriptors);
	}

	private static List<String> told(CapturedOutput output) {
		return output.toString()
			.lines()
			.filter((line) -> line.startsWith(EndingApplication.MARK))
			.map((line) -> line.substring(EndingApplication.MARK.length()))
			.toList();
	}

}
