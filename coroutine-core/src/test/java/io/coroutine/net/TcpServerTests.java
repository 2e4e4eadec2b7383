package io.coroutine.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The server, on both engines.
 */
@ParameterizedClass
@MethodSource("inCoroutines")
class TcpServerTests extends TcpContract {

	private static void echo(TcpConnection connection) throws IOException {
		byte[] buffer = new byte[4096];
		for (int count = connection.read(buffer); count >= 0; count = connection.read(buffer)) {
			connection.write(buffer, 0, count);
		}
	}

	private TcpServerBuilder builder(ConnectionHandler handler) {
		return TcpServer.builder(this.runtime, handler).address(loopback(0));
	}

	private TcpServer serve(ConnectionHandler handler) throws IOException {
		return opened(builder(handler).start());
	}

	@Test
	void whenHundredsAreConnectedThenEachGetsItsBytesBack() throws Exception {
		int connections = 400;
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		TcpServer server = serve(TcpServerTests::echo);
		CountDownLatch connected = new CountDownLatch(connections);
		List<Task<Void>> clients = new ArrayList<>();
		for (int i = 0; i < connections; i++) {
			Random random = new Random(seed + i);
			clients.add(start(() -> converse(server.localAddress(), random, connected)));
		}
		for (Task<Void> client : clients) {
			client.get();
		}
		Patience.until(() -> server.connections() == 0);
	}

	private void converse(InetSocketAddress address, Random random, CountDownLatch connected) throws Exception {
		try (TcpConnection connection = TcpClient.connect(address, LONG)) {
			connection.readTimeout(LONG);
			connected.countDown();
			connected.await();
			for (int i = 0; i < 8; i++) {
				byte[] message = new byte[1 + random.nextInt((i == 3) ? 60_000 : 3_000)];
				random.nextBytes(message);
				Coroutine writing = CoroutineRuntime.current().start(() -> writeQuietly(connection, message));
				byte[] answer = new byte[message.length];
				connection.readFully(answer);
				assertThat(Arrays.equals(answer, message)).isTrue();
				writing.join();
			}
			connection.shutdownOutput();
			assertThat(connection.read(new byte[1])).isEqualTo(-1);
		}
	}

	private static void writeQuietly(TcpConnection connection, byte[] message) {
		try {
			connection.write(message);
		}
		catch (IOException ex) {
			connection.close();
		}
	}

	@Test
	void whenConnectionsComeThenLoopsShareThem() throws Exception {
		Queue<Coroutine> coroutines = new ConcurrentLinkedQueue<>();
		TcpServer server = serve((connection) -> {
			coroutines.add(Coroutine.current());
			echo(connection);
		});
		for (int i = 0; i < 20; i++) {
			connect(server.localAddress());
		}
		Patience.until(() -> coroutines.size() == 20);
		assertThat(server.connections()).isEqualTo(20);
		assertThat(coroutines).doesNotContainNull().doesNotHaveDuplicates();
		if (this.engine == EngineChoice.EVENT_LOOP) {
			assertThat(this.runtime.snapshot().loops())
				.allSatisfy((loop) -> assertThat(loop.coroutines().live()).isBetween(9L, 11L));
		}
	}

	@Test
	void whenHandlerFailsThenItsConnectionIsClosedAndServerGoesOn() throws Exception {
		Queue<TcpConnection> served = new ConcurrentLinkedQueue<>();
		TcpServer server = serve((connection) -> {
			served.add(connection);
			switch (connection.read(new byte[3])) {
				case 1 -> throw new IllegalStateException("wanted");
				case 2 -> throw new StackOverflowError("wanted");
				default -> throw new IOException("wanted");
			}
		});
		for (int i = 1; i <= 3; i++) {
			TcpConnection client = connect(server.localAddress());
			client.write(new byte[i]);
			assertThat(client.read(new byte[1])).isEqualTo(-1);
		}
		Patience.until(() -> server.connections() == 0);
		assertThat(served).hasSize(3).allMatch(TcpConnection::isClosed);
	}

	@Test
	void whenMaximumIsReachedThenFurtherConnectionsWait() throws Exception {
		AtomicInteger now = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		TcpServer server = opened(builder((connection) -> {
			most.accumulateAndGet(now.incrementAndGet(), Math::max);
			try {
				echo(connection);
			}
			finally {
				now.decrementAndGet();
			}
		}).maxConnections(3).start());
		List<TcpConnection> clients = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			TcpConnection client = connect(server.localAddress());
			client.write(new byte[] { (byte) i });
			clients.add(client);
		}
		Patience.until(() -> server.connections() == 3);
		for (int i = 0; i < 10; i++) {
			assertThat(server.connections()).isBetween(1, 3);
			byte[] answer = new byte[1];
			clients.get(i).readFully(answer);
			assertThat(answer[0]).isEqualTo((byte) i);
			clients.get(i).close();
		}
		Patience.until(() -> server.connections() == 0);
		assertThat(most).hasValue(3);
	}

	@Test
	void whenStoppedThenRequestsInFlightAreServed() throws Exception {
		CountDownLatch arrived = new CountDownLatch(3);
		CountDownLatch free = new CountDownLatch(1);
		TcpServer server = serve((connection) -> {
			connection.read(new byte[1]);
			arrived.countDown();
			free.await();
			connection.write(new byte[] { 42 });
		});
		List<TcpConnection> clients = List.of(connect(server.localAddress()), connect(server.localAddress()),
				connect(server.localAddress()));
		for (TcpConnection client : clients) {
			client.write(new byte[1]);
		}
		arrived.await();
		Task<Integer> stopping = begin(() -> server.stop(LONG)).awaitWaiting();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(server.localAddress()));
		assertThat(stopping.isDone()).isFalse();
		free.countDown();
		assertThat(stopping.get()).isZero();
		for (TcpConnection client : clients) {
			byte[] answer = new byte[2];
			assertThat(client.read(answer)).isEqualTo(1);
			assertThat(answer[0]).isEqualTo((byte) 42);
		}
		assertThat(server.connections()).isZero();
		assertThat(server.stop(Duration.ZERO)).isZero();
	}

	@Test
	void whenGraceIsOverThenConnectionsAreCutOffAndHandlersCancelled() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		TcpServer server = serve((connection) -> {
			try {
				if (connection.read(new byte[1]) == 1) {
					waiting.countDown();
					new CountDownLatch(1).await();
				}
			}
			catch (SocketException | InterruptedException ex) {
				failures.add(ex);
				throw ex;
			}
		});
		TcpConnection sleeping = connect(server.localAddress());
		sleeping.write(new byte[1]);
		TcpConnection reading = connect(server.localAddress());
		waiting.await();
		Patience.until(() -> server.connections() == 2);
		assertThat(server.stop(SHORT)).isEqualTo(2);
		assertThat(sleeping.read(new byte[1])).isEqualTo(-1);
		assertThat(reading.read(new byte[1])).isEqualTo(-1);
		Patience.until(() -> server.connections() == 0);
		assertThat(failures).hasSize(2).hasAtLeastOneElementOfType(InterruptedException.class);
	}

	@Test
	void whenStopIsInterruptedThenConnectionsAreCutOff() throws Exception {
		TcpServer server = serve(TcpServerTests::echo);
		TcpConnection client = connect(server.localAddress());
		Patience.until(() -> server.connections() == 1);
		Task<Boolean> stopping = begin(() -> server.stop(LONG) == 1 && Thread.interrupted()).awaitWaiting();
		stopping.interrupt();
		assertThat(stopping.get()).isTrue();
		assertThat(client.read(new byte[1])).isEqualTo(-1);
	}

	@Test
	void whenHandlerStopsItsServerThenFailureSaysSo() throws Exception {
		AtomicReference<TcpServer> self = new AtomicReference<>();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		CountDownLatch started = new CountDownLatch(1);
		self.set(serve((connection) -> {
			started.await();
			try {
				self.get().stop(LONG);
			}
			catch (IllegalStateException ex) {
				failure.set(ex);
			}
		}));
		started.countDown();
		assertThat(connect(self.get().localAddress()).read(new byte[1])).isEqualTo(-1);
		assertThat(failure.get()).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("start a coroutine that does");
	}

	@Test
	void whenClosedAtAnyMomentThenNothingIsLeft() throws Exception {
		Random random = new Random();
		for (int i = 0; i < 30; i++) {
			TcpServer server = builder(TcpServerTests::echo).maxConnections(1 + random.nextInt(5)).start();
			List<Task<Void>> clients = new ArrayList<>();
			for (int j = 0; j < 8; j++) {
				clients.add(start(() -> {
					try (TcpConnection client = TcpClient.connect(server.localAddress(), LONG)) {
						client.write(new byte[1]);
						client.read(new byte[1]);
					}
					catch (IOException ex) {
						// The server is closed
					}
				}));
			}
			Thread.sleep(random.nextInt(5));
			server.close();
			assertThat(server.connections()).isZero();
			for (Task<Void> client : clients) {
				client.get();
			}
		}
	}

	@Test
	void whenPeerDoesNotReadThenHandlerWaitsAndOthersAreServed() throws Exception {
		byte[] much = new byte[16 * 1024 * 1024];
		new Random(1).nextBytes(much);
		TcpServer server = serve((connection) -> {
			if (connection.read(new byte[2]) == 2) {
				connection.write(much);
			}
			else {
				connection.write(new byte[1]);
			}
		});
		TcpConnection slow = connect(server.localAddress());
		slow.write(new byte[2]);
		byte[] received = new byte[much.length];
		slow.readFully(received, 0, 1);
		TcpConnection quick = connect(server.localAddress());
		quick.write(new byte[1]);
		assertThat(quick.read(new byte[3])).isEqualTo(1);
		assertThat(server.connections()).isPositive();
		slow.readFully(received, 1, much.length - 1);
		assertThat(Arrays.equals(received, much)).isTrue();
	}

	@Test
	void whenRuntimeIsClosedFirstThenConnectionsEndAndServerCanBeClosed() throws Exception {
		CoroutineRuntime other = newRuntime();
		TcpServer server = TcpServer.builder(other, TcpServerTests::echo).address(loopback(0)).start();
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[1]);
		assertThat(client.read(new byte[1])).isEqualTo(1);
		other.close();
		assertThat(client.read(new byte[1])).isEqualTo(-1);
		assertThat(server.connections()).isZero();
		server.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(server.localAddress()));
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> TcpServer.builder(other, TcpServerTests::echo).address(loopback(0)).start());
	}

	@Test
	void whenServerIsStartedAndStoppedByACoroutineThenItWorksTheSame() throws Exception {
		TcpServer server = opened(call(() -> builder(TcpServerTests::echo).start()));
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[1]);
		assertThat(client.read(new byte[1])).isEqualTo(1);
		int left = call(() -> server.stop(Duration.ZERO));
		assertThat(left).isEqualTo(1);
	}

}
