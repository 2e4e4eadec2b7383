package io.coroutine.benchmarks.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.benchmarks.support.TimeLimit;

/**
 * The load generator: one thread, plain NIO. For each line of its input, an interval in
 * nanoseconds and a duration in milliseconds, it runs a round and prints the result. Ends
 * when its input does.
 */
final class EchoLoad {

	private static final Duration LIMIT = Duration.ofHours(1);

	private EchoLoad() {
	}

	/**
	 * Connect, and make load when told to.
	 * @param args the port of the server, and the number of connections
	 */
	public static void main(String[] args) throws IOException {
		TimeLimit.exitAfter(LIMIT);
		try (Selector selector = Selector.open()) {
			List<LoadConnection> connections = connect(selector, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
			System.out.println("connected");
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				String[] numbers = line.split(" ", -1);
				LoadRound round = new LoadRound(selector, connections, Long.parseLong(numbers[0]),
						Duration.ofMillis(Long.parseLong(numbers[1])));
				System.out.println(round.run().toLine());
			}
		}
	}

	private static List<LoadConnection> connect(Selector selector, int port, int count) throws IOException {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		List<LoadConnection> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			SocketChannel channel = SocketChannel.open(address);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			channel.configureBlocking(false);
			LoadConnection connection = new LoadConnection(channel);
			channel.register(selector, SelectionKey.OP_READ, connection);
			connections.add(connection);
		}
		return connections;
	}

}
