package io.coroutine.classpath;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.coroutine.test.Eventually;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hundreds of first requests to an executable jar that has just opened its port. They
 * meet initializers of classes that sleep, that start the connection pool and ask a
 * database, and that ask the application itself.
 */
class ColdStartTests {

	private static final int MANY = 500;

	private static Server database;

	@BeforeAll
	static void startDatabase() throws Exception {
		database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
	}

	@AfterAll
	static void stopDatabase() {
		database.stop();
	}

	@ParameterizedTest
	@CsvSource({ "1, 0", "1, 64", "2, 0", "2, 64" })
	void whenHundredsComeFirstThenAllAreAnswered(int loops, int spares) throws Exception {
		try (Launched application = start(loops, spares, List.of())) {
			sendHundreds(application, loops + spares);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 1" })
	void whenHundredsComeFirstThenTheLoopsThemselvesLoadNoClasses(int loops, int spares, @TempDir Path folder)
			throws Exception {
		LoopClassLoads loads = new LoopClassLoads(folder);
		try (Launched application = start(loops, spares, loads.options())) {
			Instant started = Instant.now();
			sendHundreds(application, loops + spares);
			// One that does may wait for a lock that a coroutine in its own queue has
			assertThat(loads.since(started)).isEmpty();
		}
	}

	private static void sendHundreds(Launched application, int carriers) throws Exception {
		Map<String, Long> before = counts(application);
		assertThat(before).containsEntry("connections", 0L).containsEntry("handOvers", 0L);
		try (FirstRequests requests = FirstRequests.send(application.ports().getFirst(), MANY)) {
			assertThat(requests.answers()).hasSize(3).containsKeys("slept", "queried 1");
		}
		Eventually.isTrue(() -> {
			// A question is a request, and costs the CPU that the application needs
			Launched.pause();
			return isBackAt(before, carriers, counts(application));
		});
		assertThat(counts(application).get("handOvers")).isPositive();
		assertThat(application.terminate()).isEqualTo(143);
		assertThat(application.lines()).noneMatch((line) -> line.contains(" ERROR "));
	}

	private static Launched start(int loops, int spares, List<String> options) throws Exception {
		List<String> arguments = new ArrayList<>();
		arguments.add("--coroutine.loops.count=" + loops);
		if (spares != 64) {
			arguments.add("--coroutine.stall.spare-carriers=" + spares);
		}
		arguments.add("--server.tomcat.accept-count=" + MANY);
		arguments.add("--spring.datasource.url=jdbc:h2:tcp://127.0.0.1:" + database.getPort()
				+ "/mem:cold;INIT=create alias if not exists slow as 'int slow(int millis) throws Exception "
				+ "{ Thread.sleep(millis)\\; return 1\\; }'");
		arguments.add("--spring.datasource.hikari.maximum-pool-size=3");
		return Launched.jar("cold-start", options, arguments.toArray(String[]::new));
	}

	private static boolean isBackAt(Map<String, Long> before, int carriers, Map<String, Long> now) {
		return now.get("coroutines").equals(before.get("coroutines")) && now.get("extraCarriers") == 0
				&& now.get("carriers") <= carriers && now.get("connections") == 3 && now.get("connectionsInUse") == 0
				&& now.get("sockets") <= before.get("sockets") + 3;
	}

	private static Map<String, Long> counts(Launched application) throws Exception {
		return application.get("/counts")
			.lines()
			.map((line) -> line.split("=", 2))
			.collect(Collectors.toMap((count) -> count[0], (count) -> Long.valueOf(count[1])));
	}

}
