package io.coroutine.autoconfigure.lifecycle;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.coroutine.autoconfigure.lifecycle.EndingApplication.Ending;
import io.coroutine.autoconfigure.lifecycle.EndingApplication.Place;
import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that exit from code of their own, each in a JVM of its own.
 */
class ExitScenarioTests {

	@Test
	void whenARequestExitsThenTheProcessEndsAsThatOfStockBoot() throws Exception {
		ChildProcess.Ended stock;
		ChildProcess.Ended ended;
		// Beside one another, as Tomcat waits for the thread that exits
		try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
			Future<ChildProcess.Ended> other = executor.submit(() -> run(Place.REQUEST, Ending.EXIT, "enabled=false"));
			ended = run(Place.REQUEST, Ending.EXIT, "engine=event-loop");
			stock = other.get();
		}
		assertThat(ended.status()).as(ended.output()).isEqualTo(stock.status()).isEqualTo(3);
		assertThat(told(ended)).isEqualTo(told(stock)).contains("first bean destroyed");
		assertThat(ended.output()).contains("hook of the application");
	}

	@Test
	void whenAScheduledTaskOnAPrivateStackClosesAndExitsThenTheProcessEnds() throws Exception {
		ChildProcess.Ended ended = run(Place.SCHEDULED_TASK, Ending.CLOSE_AND_EXIT, "stack.mode=private");
		assertThat(ended.status()).as(ended.output()).isEqualTo(3);
		assertThat(ended.output()).doesNotContain("WARN").contains("hook of the application");
	}

	/**
	 * Return what is told in a certain order: hooks run beside one another.
	 */
	private static List<String> told(ChildProcess.Ended ended) {
		return ended.output()
			.lines()
			.filter((line) -> line.startsWith(EndingApplication.MARK) && line.contains("bean"))
			.map((line) -> line.substring(EndingApplication.MARK.length()))
			.toList();
	}

	private static ChildProcess.Ended run(Place place, Ending ending, String property) throws Exception {
		return ChildProcess.end(EndingApplication.class, ChildProcess.OPTIONS, place.name(), ending.name(),
				"--coroutine." + property, "--server.port=0", "--server.shutdown=immediate",
				"--spring.lifecycle.timeout-per-shutdown-phase=100ms");
	}

}
