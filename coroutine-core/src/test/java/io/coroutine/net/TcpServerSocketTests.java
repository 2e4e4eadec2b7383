package io.coroutine.net;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Server sockets and connecting, on both engines and from all kinds of threads.
 */
@ParameterizedClass
@MethodSource("all")
class TcpServerSocketTests extends TcpContract {

	@Test
	void whenClientConnectsThenItIsAccepted() throws Exception {
		TcpServerSocket server = listen();
		assertThat(server.localAddress().getPort()).isPositive();
		Task<TcpConnection> accepting = begin(server::accept).awaitWaiting();
		TcpConnection near = opened(call(() -> TcpClient.connect(this.runtime, server.localAddress(), LONG)));
		TcpConnection far = opened(accepting.get());
		assertThat(far.remoteAddress()).isEqualTo(near.localAddress());
		assertThat(near.remoteAddress()).isEqualTo(far.localAddress());
		near.write(new byte[] { 1 });
		assertThat(call(() -> far.read(new byte[3])).intValue()).isEqualTo(1);
	}

	@Test
	void whenNobodyConnectsThenAcceptTimesOutAndIsUsable() throws Exception {
		TcpServerSocket server = listen();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> call(() -> server.accept(SHORT)))
				.withMessage("Accept timed out");
		}
		connect(server.localAddress());
		opened(call(() -> server.accept(LONG)));
	}

	@Test
	void whenSeveralAcceptThenEachGetsAConnection() throws Exception {
		TcpServerSocket server = listen();
		List<Task<TcpConnection>> accepting = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			accepting.add(begin(server::accept).awaitWaiting());
		}
		for (int i = 0; i < 5; i++) {
			connect(server.localAddress());
		}
		for (Task<TcpConnection> task : accepting) {
			opened(task.get());
		}
	}

	@Test
	void whenClosedThenThoseWhoAcceptAreWoken() throws Exception {
		TcpServerSocket server = listen();
		Task<TcpConnection> first = begin(server::accept).awaitWaiting();
		Task<TcpConnection> second = begin(() -> server.accept(LONG)).awaitWaiting();
		server.close();
		assertClosed(first);
		assertClosed(second);
		assertClosed(begin(server::accept));
		server.close();
		assertThat(server.isClosed()).isTrue();
		assertThat(server.localAddress().getPort()).isPositive();
		assertThat(server).asString().contains("closed");
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> call(() -> TcpClient.connect(this.runtime, server.localAddress(), LONG)))
			.withMessage("Can not connect to " + server.localAddress() + ": Connection refused");
	}

	@Test
	void whenInterruptedThenServerSocketIsClosed() throws Exception {
		TcpServerSocket server = listen();
		Task<TcpConnection> accepting = begin(server::accept).awaitWaiting();
		accepting.interrupt();
		assertThatThrownBy(accepting::get).isExactlyInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
		assertThat(server.isClosed()).isTrue();
	}

	@Test
	void whenPortIsInUseThenFailureNamesTheAddress() throws Exception {
		TcpServerSocket server = listen();
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> TcpServerSocket.bind(this.runtime, server.localAddress(), 1))
			.withMessage("Can not listen on " + server.localAddress() + ": Address already in use");
	}

	@Test
	void whenAddressIsNotOfThisMachineThenFailureNamesIt() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> TcpServerSocket.bind(this.runtime, new InetSocketAddress("192.0.2.1", 0), 1))
			.withMessageContaining("192.0.2.1");
	}

	@Test
	void whenNameIsNotKnownThenFailureNamesIt() {
		InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> TcpServerSocket.bind(this.runtime, unknown, 1))
			.withMessageContaining("nowhere.invalid");
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> TcpClient.connect(this.runtime, unknown, LONG))
			.withMessageContaining("nowhere.invalid");
	}

	@Test
	void whenArgumentIsOutOfRangeThenFailureSaysSo() throws Exception {
		TcpServerSocket server = listen();
		assertThatIllegalArgumentException().isThrownBy(() -> server.accept(Duration.ofMillis(-1)))
			.withMessageContaining("must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> TcpServerSocket.bind(this.runtime, loopback(0), 0))
			.withMessage("The backlog must be at least 1, not 0");
	}

	@Test
	void whenServerDoesNotAnswerThenConnectTimesOut() throws Exception {
		TcpServerSocket full = opened(TcpServerSocket.bind(this.runtime, loopback(0), 1));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> {
			for (int i = 0; i < 100; i++) {
				opened(call(() -> TcpClient.connect(this.runtime, full.localAddress(), Duration.ofMillis(200))));
			}
		}).withMessageContaining(full.localAddress().toString());
	}

	@Test
	void whenRuntimeIsNotGivenThenItIsThatOfTheCaller() throws Exception {
		if (this.threads != ThreadKind.COROUTINE) {
			assertThatIllegalStateException().isThrownBy(() -> call(() -> TcpClient.connect(loopback(1), LONG)));
			assertThatIllegalStateException().isThrownBy(() -> call(() -> TcpServerSocket.bind(loopback(0))));
			return;
		}
		TcpServerSocket server = opened(call(() -> TcpServerSocket.bind(loopback(0))));
		opened(call(() -> TcpClient.connect(server.localAddress(), LONG)));
		opened(call(server::accept));
	}

}
