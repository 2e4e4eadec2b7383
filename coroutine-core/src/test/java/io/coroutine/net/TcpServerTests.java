package io.coroutine.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The server, on both engines.
 */
@ParameterizedClass
@MethodSource("inCoroutines")
class TcpServerTests extends TcpContract {

	@Test
	void whenHundredsAreConnectedThenEachGetsItsBytesBack() throws Exception {
		int connections = 400;
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		TcpServer server = serve(TcpContract::echo);
		CountDownLatch connected = new CountDownLatch(connections);
		List<Task<Void>> clients = new ArrayList<>();
		for (int i = 0; i < connections; i++) {
			Random random = new Random(seed + i);
			clients.add(start(() -> converse(server.localAddress(), random, connected)));
		}
		for (Task<Void> client : clients) {
			client.get();
		}
		Eventually.until(() -> server.connections() == 0);
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
		Eventually.until(() -> coroutines.size() == 20);
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
		Eventually.until(() -> server.connections() == 0);
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
		Eventually.until(() -> server.connections() == 3);
		for (int i = 0; i < 10; i++) {
			assertThat(server.connections()).isLessThanOrEqualTo(3);
			byte[] answer = new byte[1];
			clients.get(i).readFully(answer);
			assertThat(answer[0]).isEqualTo((byte) i);
			clients.get(i).close();
		}
		Eventually.until(() -> server.connections() == 0);
		assertThat(most).hasValue(3);
	}

	@Test
	void whenCoroutinesAreSetUpThenHandlersRunInThem() throws Exception {
		AtomicReference<StackMode> mode = new AtomicReference<>();
		AtomicReference<String> name = new AtomicReference<>();
		TcpServer server = opened(builder((connection) -> {
			mode.set(Coroutine.current().stackMode());
			name.set(Coroutine.current().name());
			echo(connection);
		}).coroutines((coroutine) -> coroutine.stackMode(StackMode.PRIVATE).name("mine")).start());
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[] { 1 });
		assertThat(client.read(new byte[3])).isEqualTo(1);
		assertThat(mode).hasValue(StackMode.PRIVATE);
		assertThat(name).hasValue("mine");
		assertThat(server.stop(SHORT)).isEqualTo(1);
		assertThat(client.read(new byte[3])).isEqualTo(-1);
	}

	@Test
	void whenCoroutineCanNotBeStartedThenConnectionIsClosedAndServerGoesOn() throws Exception {
		AtomicInteger count = new AtomicInteger();
		TcpServer server = opened(builder(TcpContract::echo).maxConnections(2).coroutines((_) -> {
			if (count.incrementAndGet() <= 3) {
				throw new IllegalStateException("wanted");
			}
		}).start());
		for (int i = 0; i < 3; i++) {
			assertThat(connect(server.localAddress()).read(new byte[1])).isEqualTo(-1);
		}
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[1]);
		assertThat(client.read(new byte[1])).isEqualTo(1);
	}

	@Test
	void whenTimeoutsAreSetThenConnectionsHaveThem() throws Exception {
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		ConnectionHandler handler = (connection) -> {
			try {
				connection.read(new byte[1]);
				connection.write(new byte[32 * 1024 * 1024]);
			}
			catch (SocketTimeoutException ex) {
				failures.add(ex);
			}
		};
		TcpServer reads = opened(builder(handler).readTimeout(SHORT).start());
		assertThat(connect(reads.localAddress()).read(new byte[1])).isEqualTo(-1);
		TcpServer idle = opened(builder(handler).idleTimeout(SHORT).start());
		assertThat(connect(idle.localAddress()).read(new byte[1])).isEqualTo(-1);
		// The connection is closed before the handler is told
		Eventually.until(() -> failures.size() == 2);
		TcpServer writes = opened(builder(handler).writeTimeout(SHORT).start());
		connect(writes.localAddress()).write(new byte[1]);
		Eventually.until(() -> failures.size() == 3);
		assertThat(failures).extracting(Throwable::getMessage)
			.containsExactly("Read timed out", "Idle for too long: the connection is closed", "Write timed out");
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
	void whenPortIsInUseThenFailureNamesTheAddress() throws Exception {
		TcpServer server = serve(TcpContract::echo);
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> builder(TcpContract::echo).address(server.localAddress()).start())
			.withMessageContaining(server.localAddress().toString());
		server.close();
		opened(builder(TcpContract::echo).address(server.localAddress()).start());
	}

	@Test
	void whenSettingIsOutOfRangeThenFailureSaysSo() {
		TcpServerBuilder builder = builder(TcpContract::echo);
		Duration negative = Duration.ofMillis(-1);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.port(65_536));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.backlog(0));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxConnections(0))
			.withMessage("The maximum of connections must be at least 1, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.readTimeout(negative))
			.withMessageContaining("must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.writeTimeout(negative));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.idleTimeout(negative));
	}

	@Test
	void whenAddressIsOfIpv6ThenItIsServed() throws Exception {
		TcpServer server = opened(builder(TcpContract::echo).address(new InetSocketAddress("::1", 0)).start());
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[1]);
		assertThat(client.read(new byte[1])).isEqualTo(1);
		assertThat(server).asString().contains("connections=1");
	}

	@Test
	void whenNothingIsAskedForThenServerListensOnAllAddresses() throws Exception {
		TcpServer server = opened(TcpServer.builder(this.runtime, TcpContract::echo).port(0).start());
		assertThat(server.localAddress().getAddress().isAnyLocalAddress()).isTrue();
		for (String host : List.of("127.0.0.1", "::1")) {
			TcpConnection client = connect(new InetSocketAddress(host, server.localAddress().getPort()));
			client.write(new byte[1]);
			assertThat(client.read(new byte[1])).isEqualTo(1);
		}
	}

}
