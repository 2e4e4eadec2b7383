package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.jdk.ProxiedSockets;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A close that waits for unsent data as {@code SO_LINGER} says. There is one loop, which
 * nobody takes over when it is blocked.
 */
class SocketLingerTests {

	private static final int SIZE = 64 * 1024;

	private static final int LONG = 200;

	private CoroutineRuntime runtime;

	private ServerSocket server;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() throws Exception {
		this.runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.loops(1)
			.stallThreshold(Duration.ofMinutes(10))
			.start();
		this.server = new ServerSocket();
		this.server.setReceiveBufferSize(4096);
		this.server.setSoTimeout(60_000);
		this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	@AfterEach
	void stop() throws Exception {
		this.server.close();
		this.runtime.close();
	}

	/**
	 * Connect, and send more than the peer has room for.
	 */
	private Socket send(int linger) throws IOException {
		Socket socket = new Socket(
				ProxiedSockets.around(new LoopSocketImpl(() -> Scheduler.behind(this.runtime).loops()))) {
		};
		this.sockets.add(socket);
		socket.setSendBufferSize(4 * SIZE);
		socket.setSoLinger(true, linger);
		socket.connect(this.server.getLocalSocketAddress());
		socket.getOutputStream().write(new byte[SIZE]);
		return socket;
	}

	private Task<Socket> sendAndClose(ThreadKind kind, int linger) {
		return kind.begin(this.runtime, () -> {
			Socket socket = send(linger);
			socket.close();
			return socket;
		});
	}

	private static void receiveAll(Socket peer) throws IOException {
		try (peer) {
			assertThat(peer.getInputStream().readAllBytes()).hasSize(SIZE);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenManyLingerThenTheyWaitAndTheLoopGoesOn(ThreadKind kind) throws Exception {
		List<Task<Socket>> closing = new ArrayList<>();
		List<Socket> peers = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			closing.add(sendAndClose(kind, LONG));
			peers.add(this.server.accept());
		}
		Eventually.until(() -> this.sockets.stream().allMatch(Socket::isClosed));
		Task<String> meanwhile = ThreadKind.COROUTINE.begin(this.runtime, () -> "The only loop is free");
		assertThat(meanwhile.get()).isEqualTo("The only loop is free");
		assertThat(closing).noneMatch(Task::isDone);
		for (Socket peer : peers) {
			receiveAll(peer);
		}
		for (Task<Socket> task : closing) {
			assertThat(task.get().isClosed()).isTrue();
		}
	}

	@Test
	void whenTimeIsUpThenCloseEndsAndAllIsStillSent() throws Exception {
		Task<Socket> closing = sendAndClose(ThreadKind.COROUTINE, 1);
		Socket peer = this.server.accept();
		assertThat(closing.get().isClosed()).isTrue();
		receiveAll(peer);
	}

	@ParameterizedTest
	@EnumSource(names = { "COROUTINE", "VIRTUAL" })
	void whenInterruptedThenCloseEndsAndAllIsStillSent(ThreadKind kind) throws Exception {
		Task<Socket> closing = sendAndClose(kind, LONG);
		Socket peer = this.server.accept();
		closing.awaitWaiting();
		closing.interrupt();
		assertThat(closing.get().isClosed()).isTrue();
		receiveAll(peer);
	}

	@Test
	void whenRuntimeHasEndedThenCloseStillWaits() throws Exception {
		Socket socket = send(LONG);
		Socket peer = this.server.accept();
		this.runtime.close();
		Task<Void> closing = ThreadKind.VIRTUAL.begin(this.runtime, () -> {
			socket.close();
			return null;
		});
		closing.awaitWaiting();
		receiveAll(peer);
		closing.get();
	}

	@Test
	void whenUnreadDataMakesCloseResetThenItDoesNotWait() throws Exception {
		Socket socket = send(LONG);
		try (Socket peer = this.server.accept()) {
			peer.getOutputStream().write(1);
			Eventually.until(() -> available(socket) == 1);
			ThreadKind.COROUTINE.begin(this.runtime, () -> {
				socket.close();
				return null;
			}).get();
			assertThatThrownBy(() -> peer.getInputStream().readAllBytes()).isInstanceOf(SocketException.class)
				.hasMessage("Connection reset");
		}
	}

	private static int available(Socket socket) {
		try {
			return socket.getInputStream().available();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
