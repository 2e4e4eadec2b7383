package io.coroutine.benchmarks.echo;

import java.io.IOException;
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

	static final int BUFFER = 4096;

	private EchoServer() {
	}

	/**
	 * Serve until the process is ended.
	 * @param args the port, the number of event loops, the engine
	 * @throws IOException if the port cannot be used
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

	static void echo(TcpConnection connection) throws IOException {
		byte[] buffer = new byte[BUFFER];
		for (int count = connection.read(buffer); count >= 0; count = connection.read(buffer)) {
			connection.write(buffer, 0, count);
		}
	}

}
