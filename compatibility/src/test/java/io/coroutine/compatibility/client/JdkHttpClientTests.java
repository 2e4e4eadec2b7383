package io.coroutine.compatibility.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who calls another service with the JDK's HTTP client, as RestTemplate and RestClient do
 * unless Boot finds another one, waits in a coroutine and holds no event loop up. There
 * is one loop here and no spare carrier, so nobody would be served any more otherwise.
 */
class JdkHttpClientTests {

	/** There are others on the class path. */
	private static final String CLIENT = "spring.http.clients.imperative.factory=jdk";

	private static Service eventLoop;

	private static Service portable;

	private static Callers callers;

	@BeforeAll
	static void start() {
		String[] properties = { "coroutine.loops.count=1", "coroutine.stall.spare-carriers=0", CLIENT };
		eventLoop = Service.start(Mode.EVENT_LOOP, CallApplication.class, properties);
		portable = Service.start(Mode.PORTABLE, CallApplication.class, properties);
		callers = new Callers();
	}

	@AfterAll
	static void stop() {
		callers.close();
		eventLoop.close();
		portable.close();
	}

	@ParameterizedTest
	@CsvSource({ "EVENT_LOOP, send", "EVENT_LOOP, stream", "EVENT_LOOP, template", "EVENT_LOOP, client",
			"PORTABLE, stream", "PORTABLE, template" })
	void whenAnswersAreAwaitedThenCoroutinesAreParkedAndOthersAreServed(Mode mode, String way) throws Exception {
		Service service = service(mode);
		try (GatedServer server = new GatedServer()) {
			List<CompletableFuture<String>> answers = callers.ask(service, "/get/" + way, server);
			Eventually.until("all calls are under way", () -> server.inside() == Callers.COUNT);
			callers.assertOthersAreServed(service);
			server.sendFirstHalf();
			Eventually.until("all have a half", () -> server.halfway() == Callers.COUNT);
			callers.assertOthersAreServed(service);
			server.sendSecondHalf();
			Callers.assertComplete(answers);
		}
		assertThat(adopted(service)).isZero();
		service.awaitNoCoroutine();
	}

	@ParameterizedTest
	@CsvSource({ "EVENT_LOOP, send", "EVENT_LOOP, template", "EVENT_LOOP, client", "PORTABLE, template" })
	void whenLargeBodiesAreNotReadThenCoroutinesAreParkedAndOthersAreServed(Mode mode, String way) throws Exception {
		Service service = service(mode);
		try (GatedServer server = new GatedServer()) {
			List<CompletableFuture<String>> answers = callers.ask(service, "/post/" + way, server);
			Eventually.until("all calls are under way", () -> server.inside() == Callers.COUNT);
			callers.assertOthersAreServed(service);
			server.sendFirstHalf();
			server.sendSecondHalf();
			Callers.assertComplete(answers);
		}
		assertThat(adopted(service)).isZero();
		service.awaitNoCoroutine();
	}

	@ParameterizedTest
	@CsvSource({ "EVENT_LOOP, send, false", "EVENT_LOOP, send, true", "EVENT_LOOP, stream, true",
			"EVENT_LOOP, template, false", "EVENT_LOOP, template, true", "EVENT_LOOP, client, false",
			"EVENT_LOOP, client, true", "PORTABLE, template, false", "PORTABLE, client, true" })
	void whenADeadlinePassesThenTheCallEndsAndSoDoesItsConnection(Mode mode, String way, boolean halfway)
			throws Exception {
		Service service = service(mode);
		try (GatedServer server = new GatedServer()) {
			if (halfway) {
				server.sendFirstHalf();
			}
			List<CompletableFuture<String>> answers = callers.ask(service, "/late/" + way, server);
			assertThat(answers).allSatisfy((answer) -> assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("late"));
			Eventually.until("all clients have gone", () -> server.gone() == server.inside());
		}
		service.awaitNoCoroutine();
	}

	/**
	 * Then Boot has the client use virtual threads of the JDK, also where a coroutine
	 * calls it.
	 */
	@Test
	void whenVirtualThreadsAreAskedForThenThoseOfTheClientDoNotRunOnTheLoops() throws Exception {
		try (Service service = Service.start(Mode.EVENT_LOOP, CallApplication.class,
				"spring.threads.virtual.enabled=true", CLIENT); GatedServer server = new GatedServer()) {
			server.sendFirstHalf();
			server.sendSecondHalf();
			for (String path : List.of("/get/template", "/post/template", "/get/client", "/post/client")) {
				Callers.assertComplete(callers.ask(service, path, server));
			}
			assertThat(adopted(service)).isZero();
		}
	}

	private static Service service(Mode mode) {
		return (mode == Mode.EVENT_LOOP) ? eventLoop : portable;
	}

	/**
	 * Return how often threads of the client have run on the loops.
	 */
	private static long adopted(Service service) {
		return service.bean(CoroutineRuntime.class)
			.snapshot()
			.loops()
			.stream()
			.mapToLong(LoopSnapshot::adoptedSwitches)
			.sum();
	}

}
