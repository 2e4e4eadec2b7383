package io.coroutine.benchmarks.echo;

import java.io.IOException;
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
 * The {@link EchoServer}, and the same on virtual threads, in blocking style too. Prints
 * its port, and ends when its input does.
 */
final class MeasuredEcho {

	private static final Duration LIMIT = Duration.ofHours(1);

	private static final int BACKLOG = 4096;

	private MeasuredEcho() {
	}

	/**
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
		TcpServer server = TcpServer.builder(runtime, EchoServer::echo).address(address).backlog(BACKLOG).start();
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
			InputStream input = socket.getInputStream();
			OutputStream output = socket.getOutputStream();
			byte[] buffer = new byte[EchoServer.BUFFER];
			for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
				output.write(buffer, 0, count);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
