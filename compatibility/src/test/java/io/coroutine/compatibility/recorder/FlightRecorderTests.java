package io.coroutine.compatibility.recorder;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.management.ObjectName;

import io.coroutine.CoroutineRuntime;
import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.compatibility.Technology;
import io.micrometer.tracing.Tracer;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Java Flight Recorder gets to know of requests, with the settings that the
 * documentation offers.
 */
class FlightRecorderTests {

	private static final Path ROOT = Path.of("..");

	private static final String SETTINGS = "docs/monitoring/coroutines.jfc";

	private static final int ATTEMPTS = 300;

	private static final String COMMAND = "jcmd <pid> JFR.start ";

	@TempDir
	private Path directory;

	@Test
	void whenARequestStallsItsLoopThenTheRecordingTellsItsPathAndTrace() throws Exception {
		try (Recording recording = startAsDocumented();
				Service service = Service.start(Mode.EVENT_LOOP, Application.class, EnumSet.of(Technology.TRACING),
						List.of("coroutine.loops.count=1", "coroutine.stall.threshold=5ms"));
				Client client = service.client()) {
			FutureTask<String> answer = new FutureTask<>(
					() -> client.get("/reports/7;version=2?customer=secret").text());
			Thread.ofPlatform().start(answer);
			// Both are written by others than the coroutine
			awaitEvent(recording, "io.coroutine.HandOver");
			service.bean(Reports.class).end();
			String trace = answer.get(60, TimeUnit.SECONDS);
			assertThat(trace).matches("[0-9a-f]{32}");
			List<RecordedEvent> events = awaitEvent(recording, "io.coroutine.Stall");
			assertTells(events, "io.coroutine.HandOver", trace);
			assertTells(events, "io.coroutine.Stall", trace);
			service.awaitNoCoroutine();
		}
	}

	@Test
	void whenAnEventIsThereThenTheSettingsNameIt() throws Exception {
		Set<String> settings = Configuration.create(ROOT.resolve(SETTINGS))
			.getSettings()
			.keySet()
			.stream()
			.map((setting) -> setting.substring(0, setting.indexOf('#')))
			.collect(Collectors.toSet());
		assertThat(settings).contains("io.coroutine.Stall", "io.coroutine.HandOver", "io.coroutine.Switch",
				"io.coroutine.PrivateStacksExhausted", "io.coroutine.StackAdapted", "jdk.VirtualThreadPinned");
		assertThat(FlightRecorder.getFlightRecorder().getEventTypes()).extracting(EventType::getName)
			.filteredOn((name) -> name.startsWith("io.coroutine."))
			.isSubsetOf(settings);
	}

	/**
	 * Start a recording by the command that the documentation names.
	 */
	private static Recording startAsDocumented() throws Exception {
		String arguments = Files.readAllLines(ROOT.resolve("docs/what-hangs.md"))
			.stream()
			.filter((line) -> line.startsWith(COMMAND))
			.findFirst()
			.orElseThrow()
			.substring(COMMAND.length());
		assertThat(arguments).contains("name=coroutines ", "settings=" + SETTINGS);
		ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "jfrStart",
					new Object[] { arguments.replace(SETTINGS, ROOT.resolve(SETTINGS).toString()).split(" ") },
					new String[] { String[].class.getName() });
		return FlightRecorder.getFlightRecorder()
			.getRecordings()
			.stream()
			.filter((recording) -> recording.getName().equals("coroutines"))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Read the recording until there is an event about the handler in it. A stream of
	 * events would do without the files, but may miss one that comes soon after its
	 * start.
	 * @return all events by then
	 */
	private List<RecordedEvent> awaitEvent(Recording recording, String name) throws Exception {
		for (int i = 0; i < ATTEMPTS; i++) {
			Path file = this.directory.resolve(name + i + ".jfr");
			recording.dump(file);
			List<RecordedEvent> events = RecordingFile.readAllEvents(file);
			if (events.stream()
				.anyMatch((event) -> name.equals(event.getEventType().getName()) && isOfHandler(event))) {
				return events;
			}
			Thread.sleep(100);
		}
		throw new AssertionError("There is no event " + name + " about the handler");
	}

	/**
	 * Tell whether an event is about the handler: its request may stall the loop before,
	 * when all is new.
	 */
	private static boolean isOfHandler(RecordedEvent event) {
		String stack = event.getString("stack");
		return stack != null && stack.contains("Reports.write");
	}

	private static void assertTells(List<RecordedEvent> events, String name, String trace) {
		assertThat(events).filteredOn((event) -> name.equals(event.getEventType().getName()))
			.filteredOn(FlightRecorderTests::isOfHandler)
			.isNotEmpty()
			.allSatisfy((event) -> {
				assertThat(event.getString("requestMethod")).isEqualTo("GET");
				assertThat(event.getString("requestPath")).isEqualTo("/reports/7");
				assertThat(event.getString("traceId")).isEqualTo(trace);
			});
	}

	@EnableAutoConfiguration
	static class Application {

		@Bean
		Reports reports(CoroutineRuntime runtime, Tracer tracer) {
			return new Reports(runtime, tracer);
		}

	}

	@RestController
	static class Reports {

		private final CoroutineRuntime runtime;

		private final Tracer tracer;

		private volatile boolean ended;

		Reports(CoroutineRuntime runtime, Tracer tracer) {
			this.runtime = runtime;
			this.tracer = tracer;
		}

		/**
		 * Occupy the event loop until the test has seen enough.
		 */
		@GetMapping("/reports/{number}")
		String write(@PathVariable int number) {
			// Should the loop be taken from this request already, it comes back to the
			// loop
			Thread.yield();
			this.runtime.start(() -> {
			});
			while (!this.ended) {
				Thread.onSpinWait();
			}
			return this.tracer.currentSpan().context().traceId();
		}

		void end() {
			this.ended = true;
		}

	}

}
