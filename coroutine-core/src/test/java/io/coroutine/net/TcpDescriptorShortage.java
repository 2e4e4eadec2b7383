package io.coroutine.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.test.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs in a JVM that may open few files only, see {@link TcpDescriptorShortageTests}.
 */
final class TcpDescriptorShortage {

	private TcpDescriptorShortage() {
	}

	public static void main(String[] arguments) throws Exception {
		EngineChoice engine = EngineChoice.valueOf(arguments[0]);
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(engine).loops(2).start();
				TcpServer server = TcpServer.builder(runtime, TcpDescriptorShortage::echo)
					.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
					.start()) {
			// So that all classes are loaded, and those of the log too
			System.getLogger("test").log(System.Logger.Level.INFO, "begin");
			converse(server);
			assertThat(iterations(runtime)).isNotNegative();
			for (int round = 0; round < 2; round++) {
				Eventually.until(() -> server.connections() == 0);
				useUp(runtime, server);
				converse(server);
			}
		}
		System.out.println("survived");
	}

	private static void echo(TcpConnection connection) throws IOException {
		connection.input().transferTo(connection.output());
	}

	private static void converse(TcpServer server) throws IOException {
		try (Socket socket = connect(server)) {
			socket.getOutputStream().write(42);
			assertThat(socket.getInputStream().read()).isEqualTo(42);
		}
	}

	private static Socket connect(TcpServer server) throws IOException {
		return new Socket(server.localAddress().getAddress(), server.localAddress().getPort());
	}

	private static void useUp(CoroutineRuntime runtime, TcpServer server) throws Exception {
		List<Socket> clients = new ArrayList<>();
		try {
			while (true) {
				clients.add(connect(server));
			}
		}
		catch (IOException ex) {
			// No more files
		}
		Thread.sleep(300);
		long before = iterations(runtime);
		Thread.sleep(500);
		assertThat(iterations(runtime) - before).isLessThan(1000);
		for (Socket client : clients) {
			client.close();
		}
	}

	private static long iterations(CoroutineRuntime runtime) {
		return runtime.snapshot().loops().stream().mapToLong((loop) -> loop.iterations()).sum();
	}

}
