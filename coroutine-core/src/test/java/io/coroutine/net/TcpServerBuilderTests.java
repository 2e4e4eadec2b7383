package io.coroutine.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import io.coroutine.StackMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a server is told before it starts, on both engines.
 */
@ParameterizedClass
@MethodSource("inCoroutines")
class TcpServerBuilderTests extends TcpContract {

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
	void whenPortIsInUseThenFailureNamesTheAddress() throws Exception {
		TcpServer server = serve(TcpServerBuilderTests::echo);
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> builder(TcpServerBuilderTests::echo).address(server.localAddress()).start())
			.withMessageContaining(server.localAddress().toString());
		server.close();
		opened(builder(TcpServerBuilderTests::echo).address(server.localAddress()).start());
	}

	@Test
	void whenSettingIsOutOfRangeThenFailureSaysSo() {
		TcpServerBuilder builder = builder(TcpServerBuilderTests::echo);
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
	void whenGraceIsNegativeThenFailureSaysSoAndServerGoesOn() throws Exception {
		TcpServer server = serve(TcpServerBuilderTests::echo);
		assertThatIllegalArgumentException().isThrownBy(() -> server.stop(Duration.ofMillis(-1)));
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[1]);
		assertThat(client.read(new byte[1])).isEqualTo(1);
	}

	@Test
	void whenAddressIsOfIpv6ThenItIsServed() throws Exception {
		TcpServer server = opened(
				builder(TcpServerBuilderTests::echo).address(new InetSocketAddress("::1", 0)).start());
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[1]);
		assertThat(client.read(new byte[1])).isEqualTo(1);
		assertThat(server).asString().contains("connections=1");
	}

	@Test
	void whenNothingIsAskedForThenServerListensOnAllAddresses() throws Exception {
		TcpServer server = opened(TcpServer.builder(this.runtime, TcpServerBuilderTests::echo).port(0).start());
		assertThat(server.localAddress().getAddress().isAnyLocalAddress()).isTrue();
		for (String host : List.of("127.0.0.1", "::1")) {
			TcpConnection client = connect(new InetSocketAddress(host, server.localAddress().getPort()));
			client.write(new byte[1]);
			assertThat(client.read(new byte[1])).isEqualTo(1);
		}
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
		TcpServer server = opened(builder(TcpServerBuilderTests::echo).maxConnections(2).coroutines((_) -> {
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
		TcpServer writes = opened(builder(handler).writeTimeout(SHORT).start());
		connect(writes.localAddress()).write(new byte[1]);
		Patience.until(() -> failures.size() == 3);
		assertThat(failures).extracting(Throwable::getMessage)
			.containsExactly("Read timed out", "Idle for too long: the connection is closed", "Write timed out");
	}

}
