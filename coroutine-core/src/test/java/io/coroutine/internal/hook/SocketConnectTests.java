package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ParameterizedClass
@MethodSource("all")
class SocketConnectTests extends SocketContract {

	@Test
	void whenConnectedThenBothEndsAgreeOnAddresses() throws Exception {
		for (InetAddress address : localAddresses()) {
			Socket socket = newSocket();
			InetSocketAddress remote = new InetSocketAddress(address, this.server.getLocalPort());
			run(() -> socket.connect(remote, 30_000));
			Socket peer = opened(this.server.accept());
			assertThat(socket.getRemoteSocketAddress()).isEqualTo(remote).isEqualTo(peer.getLocalSocketAddress());
			assertThat(socket.getInetAddress()).isEqualTo(address);
			assertThat(socket.getPort()).isEqualTo(this.server.getLocalPort());
			assertThat(socket.getLocalSocketAddress()).isEqualTo(peer.getRemoteSocketAddress());
			assertThat(socket.getLocalAddress()).isEqualTo(peer.getInetAddress());
			assertThat(socket.getLocalPort()).isPositive().isEqualTo(peer.getPort());
			assertThat(socket.isConnected()).isTrue();
			assertThat(socket.isBound()).isTrue();
			assertThat(socket.getChannel()).isNull();
			assertThat(socket).hasToString("Socket[addr=" + address + ",port=" + socket.getPort() + ",localport="
					+ socket.getLocalPort() + "]");
		}
	}

	/** IPv4, IPv6, and link-local ones with their scope, as far as there are. */
	private static List<InetAddress> localAddresses() throws SocketException {
		return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
	}

	@Test
	void whenAddressIsWildcardThenConnectedToLocalHost() throws Exception {
		for (String wildcard : List.of("0.0.0.0", "::")) {
			Socket socket = newSocket();
			run(() -> socket.connect(new InetSocketAddress(wildcard, this.server.getLocalPort())));
			opened(this.server.accept());
			assertThat(socket.getInetAddress()).isEqualTo(InetAddress.getLocalHost());
		}
	}

	@Test
	void whenBoundThenConnectKeepsLocalAddress() throws Exception {
		Socket socket = newSocket();
		InetSocketAddress local = new InetSocketAddress("127.0.0.2", 0);
		run(() -> socket.bind(local));
		int port = socket.getLocalPort();
		assertThat(port).isPositive();
		assertThat(socket.getLocalAddress()).isEqualTo(local.getAddress());
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.bind(local))
			.withMessage("Already bound");
		run(() -> socket.connect(new InetSocketAddress("127.0.0.1", this.server.getLocalPort())));
		Socket peer = opened(this.server.accept());
		assertThat(peer.getRemoteSocketAddress()).isEqualTo(new InetSocketAddress("127.0.0.2", port));
		assertThat(socket.getLocalPort()).isEqualTo(port);
	}

	@Test
	void whenBoundToWildcardThenLocalAddressIsWildcard() throws Exception {
		Socket socket = newSocket();
		socket.bind(null);
		assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
		assertThat(socket.getLocalAddress()).hasToString("0.0.0.0/0.0.0.0");
	}

	@Test
	void whenPortIsTakenThenBindFails() throws Exception {
		Socket socket = newSocket();
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> run(() -> socket.bind(new InetSocketAddress(this.server.getLocalPort()))))
			.withMessage("Address already in use");
		assertThat(socket.isBound()).isFalse();
	}

	@Test
	void whenAddressIsNotOfThisHostThenBindFails() throws Exception {
		Socket socket = newSocket();
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> socket.bind(new InetSocketAddress("192.0.2.77", 0)))
			.withMessage("Cannot assign requested address");
	}

	@Test
	void whenNobodyListensThenConnectIsRefused() throws Exception {
		int port = this.server.getLocalPort();
		this.server.close();
		for (int timeout : List.of(0, 30_000)) {
			Socket socket = newSocket();
			assertThatThrownBy(() -> run(
					() -> socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout)))
				.isExactlyInstanceOf(ConnectException.class)
				.hasMessage("Connection refused");
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@Test
	void whenNameIsUnresolvedThenHostIsUnknown() throws Exception {
		Socket socket = newSocket();
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> run(() -> socket.connect(InetSocketAddress.createUnresolved("no.such.host", 80))))
			.withMessage("no.such.host");
		assertThat(socket.isClosed()).isTrue();
	}

	@Test
	void whenConnectIsWrongThenItFails() throws Exception {
		Pair pair = connect();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> pair.socket().connect(serverAddress()))
			.withMessage("Already connected");
		assertThatIllegalArgumentException().isThrownBy(() -> pair.socket().connect(null));
		assertThatIllegalArgumentException().isThrownBy(() -> pair.socket().connect(serverAddress(), -1));
		pair.socket().close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> pair.socket().connect(serverAddress()))
			.withMessage("Socket is closed");
	}

	@Test
	void whenServerDoesNotAnswerThenConnectTimesOut() throws Exception {
		InetSocketAddress silent = silentServer();
		Socket socket = newSocket();
		// Where the time is over before it asks for a proxy, the JDK says nothing
		assertThatThrownBy(() -> run(() -> socket.connect(silent, 20)))
			.isExactlyInstanceOf(SocketTimeoutException.class)
			.extracting(Throwable::getMessage)
			.isIn("Connect timed out", null);
		assertThat(socket.isClosed()).isTrue();
	}

	@Test
	void whenClosedWhileConnectingThenConnectFails() throws Exception {
		InetSocketAddress silent = silentServer();
		for (int timeout : List.of(0, 60_000)) {
			Socket socket = newSocket();
			Task<Void> task = start(() -> socket.connect(silent, timeout)).awaitWaiting();
			socket.close();
			assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
		}
	}

	@Test
	void whenInterruptedWhileConnectingThenOnlyVirtualThreadIsStopped() throws Exception {
		InetSocketAddress silent = silentServer();
		for (int timeout : List.of(0, 60_000)) {
			Socket socket = newSocket();
			Task<Void> task = start(() -> socket.connect(silent, timeout)).awaitWaiting();
			task.interrupt();
			if (!this.threads.isVirtual()) {
				task.awaitWaiting();
				assertThat(task.isDone()).isFalse();
				socket.close();
			}
			assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class)
				.hasMessage((this.threads.isVirtual()) ? "Closed by interrupt" : "Socket closed");
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@Test
	void whenInterruptedBeforeConnectThenOnlyVirtualThreadIsStopped() throws Exception {
		Socket socket = newSocket();
		Task<Boolean> task = begin(() -> {
			Thread.currentThread().interrupt();
			try {
				socket.connect(serverAddress());
			}
			catch (SocketException ex) {
				assertThat(ex).hasMessage("Closed by interrupt");
				assertThat(socket.isClosed()).isTrue();
			}
			return Thread.interrupted();
		});
		assertThat(task.get()).isTrue();
		assertThat(socket.isConnected()).isEqualTo(!this.threads.isVirtual());
	}

	@Test
	void whenNeverConnectedThenUseFails() throws Exception {
		Socket socket = newSocket();
		assertThat(socket.getLocalPort()).isEqualTo(-1);
		assertThat(socket.getPort()).isZero();
		assertThatExceptionOfType(SocketException.class).isThrownBy(socket::getInputStream)
			.withMessage("Socket is not connected");
		assertThatExceptionOfType(SocketException.class).isThrownBy(socket::shutdownOutput)
			.withMessage("Socket is not connected");
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.sendUrgentData(1))
			.withMessage("Not connected");
		socket.close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(socket::getSoTimeout)
			.withMessage("Socket is closed");
	}

	/**
	 * Return the address of a server with a full backlog, to which nobody can connect.
	 */
	private InetSocketAddress silentServer() throws IOException {
		ServerSocket silent = opened(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
		InetSocketAddress address = new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort());
		List<Socket> waiting = new ArrayList<>();
		try {
			while (waiting.size() < 100) {
				Socket socket = opened(new Socket());
				waiting.add(socket);
				socket.connect(address, 50);
			}
		}
		catch (SocketTimeoutException ex) {
			return address;
		}
		throw new IllegalStateException("The backlog is without limit");
	}

}
