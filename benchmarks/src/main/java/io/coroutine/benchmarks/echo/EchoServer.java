package io.coroutine.benchmarks.echo;

import java.io.IOException;
<<<<<<< HEAD
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.benchmarks.support.TimeLimit;
import io.coroutine.net.TcpServer;

/**
 * Sends back what it receives, in blocking style. Prints its port, and ends when its
 * input does.
 */
final class EchoServer {

	private static final Duration LIMIT = Duration.ofHours(1);

	private static final int BACKLOG = 4096;

	private static final int BUFFER = 1024;
=======
import java.util.Locale;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.net.TcpConnection;
import io.coroutine.net.TcpServer;

/**
 * An echo server. Each message costs one {@code recv} and one {@code send}. Arguments:
 * the port, the number of event loops (1), and the engine ({@code event-loop}).
 */
public final class EchoServer {
>>>>>>> main

	private EchoServer() {
	}

	/**
<<<<<<< HEAD
	 * Run the server.
	 * @param args the name of an {@link EchoEngine}, and the number of event loops
	 */
	public static void main(String[] args) throws IOException {
		TimeLimit.exitAfter(LIMIT);
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		int port = switch (EchoEngine.valueOf(args[0])) {
			case COROUTINES -> serveOnCoroutines(address, Integer.parseInt(args[1]));
			case VIRTUAL -> serveOnVirtualThreads(address);
		};
		System.out.println(port);
		System.in.transferTo(OutputStream.nullOutputStream());
		System.exit(0);
	}

	private static int serveOnCoroutines(InetSocketAddress address, int loops) throws IOException {
		CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(loops).start();
		TcpServer server = TcpServer.builder(runtime, (connection) -> echo(connection.input(), connection.output()))
			.address(address)
			.backlog(BACKLOG)
			.start();
		return server.localAddress().getPort();
	}

	private static int serveOnVirtualThreads(InetSocketAddress address) throws IOException {
		ServerSocket listener = new ServerSocket();
		listener.bind(address, BACKLOG);
		Thread.startVirtualThread(() -> accept(listener));
		return listener.getLocalPort();
	}

	private static void accept(ServerSocket listener) {
		try {
			while (true) {
				Socket socket = listener.accept();
				socket.setTcpNoDelay(true);
				Thread.startVirtualThread(() -> echo(socket));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void echo(Socket socket) {
		try (socket) {
			echo(socket.getInputStream(), socket.getOutputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void echo(InputStream input, OutputStream output) throws IOException {
		byte[] bytes = new byte[BUFFER];
		for (int length = input.read(bytes); length > 0; length = input.read(bytes)) {
			output.write(bytes, 0, length);
=======
	 * Serve until the process is ended.
	 * @param args the port, the number of event loops, the engine
	 * @throws IOException if the port can not be used
	 * @throws InterruptedException never
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		int port = Integer.parseInt(args[0]);
		int loops = (args.length > 1) ? Integer.parseInt(args[1]) : 1;
		String engine = (args.length > 2) ? args[2] : "event-loop";
		EngineChoice choice = EngineChoice.valueOf(engine.toUpperCase(Locale.ROOT).replace('-', '_'));
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(choice).loops(loops).start();
				TcpServer server = TcpServer.builder(runtime, EchoServer::echo).port(port).start()) {
			System.Logger logger = System.getLogger(EchoServer.class.getName());
			logger.log(System.Logger.Level.INFO, "Echo on {0}, {1}", server.localAddress(), runtime.engine());
			Thread.currentThread().join();
		}
	}

	private static void echo(TcpConnection connection) throws IOException {
		byte[] buffer = new byte[4096];
		for (int count = connection.read(buffer); count >= 0; count = connection.read(buffer)) {
			connection.write(buffer, 0, count);
>>>>>>> main
		}
	}

}
