package io.coroutine.internal.hook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.concurrent.Callable;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.hook.SocketContract.SocketKind;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.ChildProcess;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PreferIpv4StackTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenStackIsChosenThenSocketsBehaveAsThoseOfJdk(boolean prefer) throws Exception {
		List<String> options = List.of("-Djava.net.preferIPv4Stack=" + prefer);
		List<String> lines = ChildProcess.run(Scenario.class, options, "LOOP");
		assertThat(lines).isEqualTo(ChildProcess.run(Scenario.class, options, "JDK")).hasSizeGreaterThan(5);
		if (prefer) {
			assertThat(lines).contains("Dual stack: false",
					"java.net.SocketException: IPv6 protocol family unavailable");
		}
	}

	/**
	 * Prints what sockets of a kind do.
	 */
	static final class Scenario {

		private Scenario() {
		}

		static void main(String[] arguments) throws Exception {
			System.out.println("Dual stack: " + Sockets.isDualStack());
			SocketKind kind = SocketKind.valueOf(arguments[0]);
			try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).start();
					ServerSocket server = new ServerSocket(0)) {
				for (String address : List.of("127.0.0.1", "0.0.0.0", "::1", "::")) {
					Callable<Socket> newSocket = () -> kind.newSocket(Scheduler.behind(runtime).loops());
					print(() -> connect(newSocket.call(), InetAddress.getByName(address), server));
					print(() -> bind(newSocket.call(), InetAddress.getByName(address)));
				}
				print(() -> connect(kind.newSocket(Scheduler.behind(runtime).loops()),
						InetAddress.getByName("::ffff:127.0.0.1"), server));
			}
		}

		private static void print(Callable<?> call) {
			try {
				System.out.println(call.call());
			}
			catch (Exception ex) {
				System.out.println(ex);
			}
		}

		private static String connect(Socket socket, InetAddress address, ServerSocket server) throws Exception {
			try (socket) {
				socket.connect(new InetSocketAddress(address, server.getLocalPort()));
				try (Socket accepted = server.accept()) {
					socket.setOption(StandardSocketOptions.IP_TOS, 0x10);
					return socket.getInetAddress() + " " + socket.getLocalAddress() + " " + accepted.getInetAddress()
							+ " " + socket.getOption(StandardSocketOptions.IP_TOS) + " "
							+ socket.supportedOptions().size();
				}
			}
		}

		private static String bind(Socket socket, InetAddress address) throws Exception {
			try (socket) {
				socket.bind(new InetSocketAddress(address, 0));
				return socket.getLocalAddress() + " " + (socket.getLocalPort() > 0);
			}
		}

	}

}
