package io.coroutine.benchmarks.overload;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.coroutine.CoroutineRuntime;
import io.coroutine.benchmarks.compare.Mode;
import io.coroutine.net.TcpConnection;
import io.coroutine.net.TcpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Load} and what it is made of.
 */
class LoadTests {

	private CoroutineRuntime runtime;

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().start();
	}

	@AfterEach
	void closeRuntime() {
		this.runtime.close();
	}

	private TcpServer server(String... responses) throws Exception {
		AtomicInteger next = new AtomicInteger();
		return TcpServer.builder(this.runtime, (connection) -> {
			while (readRequest(connection)) {
				String response = responses[next.getAndIncrement() % responses.length];
				connection.write(response.getBytes(StandardCharsets.ISO_8859_1));
			}
		}).address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).start();
	}

	private static boolean readRequest(TcpConnection connection) throws Exception {
		byte[] buffer = new byte[1024];
		return connection.read(buffer) > 0;
	}

	private LoadNumbers load(TcpServer server, Predicate<LoadNumbers> enough) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + server.localAddress().getPort() + "/");
		try (Load load = Load.start(this.runtime, uri, 1)) {
			long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
			LoadNumbers numbers = load.measure(Duration.ofMillis(10), Duration.ofMillis(300));
			while (!enough.test(numbers) && System.nanoTime() - deadline < 0) {
				numbers = load.measure(Duration.ZERO, Duration.ofMillis(300));
			}
			assertThat(numbers.unconnected()).isZero();
			return numbers;
		}
		finally {
			server.close();
		}
	}

	@Test
	void whenServerAnswersThenAnswersAreCounted() throws Exception {
		LoadNumbers numbers = load(
				server("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
						"HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
				(found) -> found.served() > 0);
		assertThat(numbers.served()).isPositive();
		assertThat(numbers.rejected()).isZero();
		assertThat(numbers.failed()).isZero();
	}

	@Test
	void whenServerTurnsAwayThenClientPauses() throws Exception {
		LoadNumbers numbers = load(
				server("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
						"HTTP/1.1 503 \r\nRetry-After: 60\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
				(found) -> true);
		assertThat(numbers.served() + numbers.rejected()).isLessThan(10);
		assertThat(numbers.failed()).isZero();
	}

	@Test
	void whenResultsAreRenderedThenRatiosAreThere() {
		LoadNumbers peak = new LoadNumbers(1000, 20, 0, 0, 0, 0);
		LoadNumbers overload = new LoadNumbers(970, 150, 4000, 12, 0, 3);
		LoadNumbers hanging = new LoadNumbers(900, 24, 0, 0, 0, 0);
		String report = OverloadReport.render(OverloadOptions.parse("--seconds", "3"),
				List.of(new OverloadResult(Mode.COROUTINES, peak, overload, peak, hanging)), "- Machine\n");
		assertThat(report).contains("| coroutines | 1000 | 970 | 97 % | 150.0 ms | 4000 | 12.0 ms | 0 | 3 |")
			.contains("| coroutines | 20.0 ms | 24.0 ms | 1.20 | 1000 | 900 | 0 |");
	}

}
