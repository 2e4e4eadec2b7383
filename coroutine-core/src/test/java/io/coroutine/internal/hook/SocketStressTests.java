package io.coroutine.internal.hook;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Races that a lost wake-up would turn into a hang: many rounds of whatever may happen
 * between two reads.
 */
@ParameterizedClass
@MethodSource("ours")
class SocketStressTests extends SocketContract {

	static List<Arguments> ours() {
		return List.of(Arguments.of(SocketKind.LOOP, ThreadKind.COROUTINE),
				Arguments.of(SocketKind.LOOP, ThreadKind.VIRTUAL));
	}

	private static Random random() {
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		return new Random(seed);
	}

	private static void pause(Random random) {
		long end = System.nanoTime() + (random.nextBoolean() ? 0 : random.nextInt(100_000));
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	@Test
	void whenStreamEndsInAnyWayAtAnyMomentThenReaderSeesIt() throws Exception {
		Random random = random();
		for (int i = 0; i < 2_000; i++) {
			Pair pair = connectUntracked();
			boolean urgent = random.nextInt(4) == 0;
			boolean reset = random.nextInt(3) == 0;
			pair.socket().setOOBInline(random.nextBoolean());
			pair.peer().setTcpNoDelay(random.nextBoolean());
			int bufferSize = 1 + random.nextInt(64);
			Task<Integer> reading = begin(() -> readAll(pair.socket(), bufferSize));
			int sent = 0;
			for (int chunks = random.nextInt(4); chunks >= 0; chunks--) {
				int length = random.nextInt(100);
				pause(random);
				pair.peer().getOutputStream().write(new byte[length]);
				sent += length;
				if (urgent && chunks == 1) {
					pair.peer().sendUrgentData(0);
					sent += (pair.socket().getOOBInline()) ? 1 : 0;
				}
			}
			pause(random);
			if (reset) {
				pair.reset();
				assertThat(reading.get()).isBetween(-sent - 1, -1);
			}
			else {
				pair.peer().close();
				assertThat(reading.get()).isEqualTo(sent);
			}
			pair.socket().close();
		}
	}

	/**
	 * Return how much was read until the end, or, when the connection is reset, that
	 * number negated, minus one.
	 */
	private static int readAll(Socket socket, int bufferSize) throws IOException {
		byte[] buffer = new byte[bufferSize];
		InputStream in = socket.getInputStream();
		int total = 0;
		try {
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				total += count;
			}
			return total;
		}
		catch (SocketException ex) {
			assertThat(ex).hasMessage("Connection reset");
			return -total - 1;
		}
	}

	private Pair connectUntracked() throws Exception {
		Socket socket = this.sockets.newSocket(Scheduler.behind(this.runtime).loops());
		run(() -> socket.connect(serverAddress()));
		return new Pair(socket, this.server.accept());
	}

	@Test
	void whenThreadsOfAllKindsReadInTurnThenNothingIsLost() throws Exception {
		Random random = random();
		Pair pair = connect();
		ThreadKind[] kinds = ThreadKind.values();
		for (int i = 0; i < 3_000; i++) {
			int value = i & 0xff;
			int timeout = (random.nextBoolean()) ? 60_000 + random.nextInt(1000) : 0;
			pair.socket().setSoTimeout(timeout);
			Task<Integer> reading = kinds[random.nextInt(kinds.length)].begin(this.runtime,
					() -> pair.socket().getInputStream().read(new byte[10]));
			pause(random);
			pair.peer().getOutputStream().write(value);
			assertThat(reading.get()).isOne();
		}
	}

	@Test
	void whenDataComesJustAsTimeIsUpThenReadEnds() throws Exception {
		List<Task<Integer>> tasks = new ArrayList<>();
		int rounds = 300;
		for (int i = 0; i < 8; i++) {
			Random random = random();
			Pair pair = connect();
			tasks.add(begin(() -> readWithTimeouts(pair.socket(), rounds)));
			ThreadKind.VIRTUAL.begin(this.runtime, () -> {
				for (int j = 0; j < rounds; j++) {
					TimeUnit.MICROSECONDS.sleep(random.nextInt(3_000));
					pair.peer().getOutputStream().write(1);
				}
				return null;
			});
		}
		for (Task<Integer> task : tasks) {
			assertThat(task.get()).isEqualTo(rounds);
		}
	}

	private static int readWithTimeouts(Socket socket, int rounds) throws IOException {
		int count = 0;
		while (count < rounds) {
			socket.setSoTimeout(1 + count % 2);
			try {
				count += (socket.getInputStream().read() == 1) ? 1 : 0;
			}
			catch (SocketTimeoutException ex) {
				// And once more
			}
		}
		return count;
	}

	@Test
	void whenManyPlayPingPongThenNoWakeUpIsLost() throws Exception {
		int rounds = 2_000;
		List<Task<Void>> tasks = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			Pair pair = connect();
			Random random = random();
			tasks.add(start(() -> serve(pair.socket(), random)));
			tasks.add(ThreadKind.VIRTUAL.begin(this.runtime, () -> {
				play(pair.peer(), rounds, new Random(7));
				return null;
			}));
		}
		for (Task<Void> task : tasks) {
			task.get();
		}
	}

	private static void play(Socket socket, int rounds, Random random) throws IOException {
		DataInputStream in = new DataInputStream(socket.getInputStream());
		OutputStream out = socket.getOutputStream();
		for (int i = 0; i < rounds; i++) {
			byte[] message = new byte[1 + random.nextInt(16)];
			Arrays.fill(message, (byte) message.length);
			out.write(message);
			byte[] answer = new byte[message.length];
			in.readFully(answer);
			assertThat(answer).isEqualTo(message);
		}
		socket.shutdownOutput();
	}

	private static void serve(Socket socket, Random random) throws IOException {
		byte[] buffer = new byte[64];
		for (int count = 0; count >= 0; count = socket.getInputStream().read(buffer)) {
			if (random.nextInt(8) == 0) {
				Thread.yield();
			}
			if (random.nextInt(64) == 0) {
				socket.setSoTimeout((random.nextBoolean()) ? 0 : 50_000 + random.nextInt(20_000));
			}
			socket.getOutputStream().write(buffer, 0, count);
		}
	}

	@Test
	void whenThousandsAreConnectedThenAllAreServed() throws Exception {
		int connections = 2_000;
		ServerSocket echo = opened(new ServerSocket(0, 4096, InetAddress.getLoopbackAddress()));
		InetSocketAddress address = new InetSocketAddress(echo.getInetAddress(), echo.getLocalPort());
		AtomicInteger served = new AtomicInteger();
		Task<Void> accepting = start(() -> {
			for (int i = 0; i < connections; i++) {
				Socket accepted = echo.accept();
				start(() -> {
					try (accepted) {
						accepted.getInputStream().transferTo(accepted.getOutputStream());
						served.incrementAndGet();
					}
				});
			}
		});
		List<Task<Void>> clients = new ArrayList<>();
		Random seeds = random();
		for (int i = 0; i < connections; i++) {
			Random random = new Random(seeds.nextLong());
			clients.add(start(() -> converse(address, random)));
		}
		for (Task<Void> client : clients) {
			client.get();
		}
		accepting.get();
		Eventually.until(() -> served.get() == connections);
	}

	private void converse(InetSocketAddress address, Random random) throws Exception {
		try (Socket socket = this.sockets.newSocket(Scheduler.behind(this.runtime).loops())) {
			socket.connect(address, 60_000);
			socket.setSoTimeout(60_000);
			for (int i = 0; i < 5; i++) {
				byte[] message = new byte[1 + random.nextInt(5_000)];
				random.nextBytes(message);
				socket.getOutputStream().write(message);
				Thread.sleep(random.nextInt(20));
				byte[] answer = socket.getInputStream().readNBytes(message.length);
				assertThat(Arrays.equals(answer, message)).isTrue();
			}
			socket.shutdownOutput();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

}
