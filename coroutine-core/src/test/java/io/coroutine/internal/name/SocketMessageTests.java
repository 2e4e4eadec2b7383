package io.coroutine.internal.name;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.hook.SocketHook;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.ChildProcess;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The messages of failures are those of the JDK's own sockets, with hosts in them or
 * without, as {@code jdk.includeInExceptions} says.
 */
class SocketMessageTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdk.includeInExceptions=hostInfo | Connection refused: localhost/127.0.0.1:1 | no.such.host
			jdk.includeInExceptions=         | Connection refused                        | ''
			unset=                           | Connection refused                        | no.such.host
			""")
	void whenHostsAreWantedInMessagesThenTheyAreWhereTheJdkHasThem(String option, String refused, String unknown)
			throws Exception {
		List<String> lines = ChildProcess.run(Failures.class, List.of("-D" + option));
		List<String> stock = lines.stream().filter((line) -> line.startsWith("JDK ")).toList();
		List<String> ours = lines.stream().filter((line) -> line.startsWith("LOOP ")).toList();
		assertThat(stock).hasSize(10)
			.contains("JDK refused: java.net.ConnectException: " + refused,
					"JDK unresolved: java.net.UnknownHostException: " + unknown);
		assertThat(lines).contains("Look-up: " + ((unknown.isEmpty()) ? "" : unknown + ": ") + "the look-up failed");
		assertThat(ours).isEqualTo(stock.stream().map((line) -> line.replaceFirst("JDK", "LOOP")).toList());
	}

	/**
	 * Prints failures of the JDK's sockets, then of ours, in coroutines.
	 */
	static final class Failures {

		private static final String LOCAL = "127.0.0.1";

		private Failures() {
		}

		static void main(String[] arguments) throws Exception {
			try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).start();
					ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				List<Socket> waiting = fill(full);
				try (ServerSocket taken = new ServerSocket(0)) {
					print(runtime, "JDK", full, taken);
					if (!SocketHook.install(Scheduler.behind(runtime).loops()).installed()) {
						throw new IllegalStateException(SocketHook.state().reason());
					}
					print(runtime, "LOOP", full, taken);
					SocketHook.uninstall(Scheduler.behind(runtime).loops());
				}
				for (Socket socket : waiting) {
					socket.close();
				}
				System.out
					.println("Look-up: " + new NameQuestion.AddressesOf("no.such.host", 0).about("the look-up failed"));
			}
		}

		/**
		 * Fill the backlog of a server, so that the next one who connects gets no answer.
		 */
		private static List<Socket> fill(ServerSocket full) throws IOException {
			List<Socket> waiting = new ArrayList<>();
			try {
				while (waiting.size() < 100) {
					Socket socket = new Socket();
					waiting.add(socket);
					socket.connect(full.getLocalSocketAddress(), 50);
				}
			}
			catch (SocketTimeoutException ex) {
				return waiting;
			}
			throw new IllegalStateException("The backlog is without limit");
		}

		private static void print(CoroutineRuntime runtime, String kind, ServerSocket full, ServerSocket taken)
				throws Exception {
			InetAddress named = InetAddress.getByAddress("localhost", new byte[] { 127, 0, 0, 1 });
			Map<String, Callable<Socket>> calls = new LinkedHashMap<>();
			calls.put("refused", () -> connect(new InetSocketAddress(named, 1), 0));
			calls.put("refused in time", () -> connect(new InetSocketAddress(named, 1), 60_000));
			calls.put("refused literally", () -> new Socket(LOCAL, 1));
			calls.put("refused by wildcard", () -> connect(new InetSocketAddress("0.0.0.0", 1), 0));
			calls.put("refused without proxy", () -> {
				Socket socket = new Socket(Proxy.NO_PROXY);
				socket.connect(new InetSocketAddress(named, 1));
				return socket;
			});
			calls.put("timed out", () -> connect((InetSocketAddress) full.getLocalSocketAddress(), 20));
			calls.put("unreachable", () -> connect(new InetSocketAddress("224.0.0.1", 80), 0));
			calls.put("unresolved", () -> connect(InetSocketAddress.createUnresolved("no.such.host", 80), 0));
			calls.put("bound to foreign", () -> bind("192.0.2.77", 0));
			calls.put("bound to taken", () -> bind(LOCAL, taken.getLocalPort()));
			for (Map.Entry<String, Callable<Socket>> call : calls.entrySet()) {
				Task<Socket> task = ThreadKind.COROUTINE.begin(runtime, call.getValue());
				try (Socket _ = task.get()) {
					System.out.println(kind + " " + call.getKey() + " has not failed");
				}
				catch (IOException ex) {
					System.out
						.println(kind + " " + call.getKey() + ": " + ex.getClass().getName() + ": " + ex.getMessage());
				}
			}
		}

		private static Socket connect(InetSocketAddress address, int timeout) throws IOException {
			Socket socket = new Socket();
			socket.connect(address, timeout);
			return socket;
		}

		private static Socket bind(String host, int port) throws IOException {
			Socket socket = new Socket();
			socket.bind(new InetSocketAddress(host, port));
			return socket;
		}

	}

}
