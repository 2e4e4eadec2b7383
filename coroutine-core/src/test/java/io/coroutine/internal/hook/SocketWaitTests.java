package io.coroutine.internal.hook;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.socket.ConnectWait;
import io.coroutine.internal.socket.LoopSocketOptions;
import io.coroutine.internal.socket.SocketWait;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import io.coroutine.test.Eventually;
import io.coroutine.test.Live;
import io.coroutine.test.OpenFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coroutines that wait for sockets, as seen from the outside.
 */
@ParameterizedClass
@EnumSource(StackMode.class)
class SocketWaitTests {

	@Parameter
	StackMode stackMode;

	private long filesBefore;

	private CoroutineRuntime runtime;

	private final List<AutoCloseable> opened = new ArrayList<>();

	@BeforeEach
	void start() {
		// The JDK opens a socket for its own needs, once and for ever
		LoopSocketOptions.supported();
		this.filesBefore = OpenFiles.count();
		this.runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.stackMode(this.stackMode)
			.loops(2)
			.start();
	}

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable closeable : this.opened) {
			closeable.close();
		}
		this.runtime.close();
		OpenFiles.awaitAtMost(this.filesBefore);
	}

	private <T extends AutoCloseable> T opened(T closeable) {
		this.opened.add(closeable);
		return closeable;
	}

	private StreamSocket newSocket() throws Exception {
		return opened(new StreamSocket(Scheduler.behind(this.runtime).loops(), Sockets.open()));
	}

	private ServerSocket newServer() throws Exception {
		return opened(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
	}

	private StreamSocket connected(ServerSocket server) throws Exception {
		StreamSocket socket = newSocket();
		socket.connect(server.getInetAddress(), server.getLocalPort(), StreamSocket.deadlineIn(30_000_000_000L));
		opened(server.accept());
		return socket;
	}

	private Coroutine begin(Operation operation) {
		return this.runtime.start(() -> {
			try {
				operation.run();
			}
			catch (Exception ex) {
				// The sockets are closed at the end of each test
			}
		});
	}

	private interface Operation {

		void run() throws Exception;

	}

	private static WaitingFor awaitWait(Coroutine coroutine) {
		return Live
			.await(coroutine,
					(info) -> info.state() == CoroutineState.WAITING && info.waitingFor().kind() == WaitKind.SOCKET)
			.waitingFor();
	}

	private WaitingFor listed(Coroutine coroutine) {
		return this.runtime.coroutines()
			.filter((info) -> info.id() == coroutine.id())
			.findFirst()
			.orElseThrow()
			.waitingFor();
	}

	@Test
	void whenItReadsThenThePeerIsShown() throws Exception {
		ServerSocket server = newServer();
		StreamSocket socket = connected(server);
		Coroutine reader = begin(() -> socket.read(new byte[1], 0, 1, StreamSocket.NO_DEADLINE));
		WaitingFor expected = new WaitingFor(WaitKind.SOCKET, "read from 127.0.0.1:" + server.getLocalPort());
		assertThat(awaitWait(reader)).isEqualTo(expected);
		assertThat(listed(reader)).isEqualTo(expected);
	}

	@Test
	void whenItReadsWithDeadlineThenThePeerIsShownToo() throws Exception {
		StreamSocket socket = connected(newServer());
		Coroutine reader = begin(() -> socket.read(new byte[1], 0, 1, StreamSocket.deadlineIn(60_000_000_000L)));
		assertThat(awaitWait(reader).text()).startsWith("read from 127.0.0.1:");
	}

	@Test
	void whenThereIsNoRoomToWriteThenThePeerIsShown() throws Exception {
		StreamSocket socket = connected(newServer());
		byte[] much = new byte[64 * 1024 * 1024];
		Coroutine writer = begin(() -> socket.write(much, 0, much.length, StreamSocket.NO_DEADLINE));
		assertThat(awaitWait(writer).text()).startsWith("write to 127.0.0.1:");
	}

	@Test
	void whenItConnectsThenTheAddressIsShown() throws Exception {
		ServerSocket full = newServer();
		try {
			for (int i = 0; i < 100; i++) {
				opened(new Socket()).connect(full.getLocalSocketAddress(), 50);
			}
		}
		catch (SocketTimeoutException ex) {
			// The backlog is full
		}
		StreamSocket socket = newSocket();
		Coroutine connector = begin(
				() -> socket.connect(full.getInetAddress(), full.getLocalPort(), StreamSocket.NO_DEADLINE));
		assertThat(awaitWait(connector).text()).isEqualTo("connect to 127.0.0.1:" + full.getLocalPort());
	}

	@Test
	void whenSocketIsClosedAndItsNumberUsedAgainThenNoOtherPeerIsShown() throws Exception {
		ServerSocket server = newServer();
		StreamSocket socket = connected(server);
		SocketWait wait = new SocketWait(socket, true);
		int descriptor = socket.descriptor();
		socket.close();
		while (connected(server).descriptor() != descriptor) {
			// The kernel gives out the lowest number that is free
			assertThat(this.opened).hasSizeLessThan(100);
		}
		assertThat(wait.describeWait(Thread.currentThread()).text()).isEqualTo("read from a socket that is closed");
	}

	@Test
	void whenSocketsAreClosedWhileSomebodyLooksThenEachDescriptorIsClosedOnce() throws Exception {
		for (int i = 0; i < 200; i++) {
			ServerSocket server = newServer();
			StreamSocket socket = connected(server);
			Coroutine reader = begin(() -> socket.read(new byte[1], 0, 1, StreamSocket.NO_DEADLINE));
			Coroutine closer = begin(socket::close);
			while (!closer.isDone() || !reader.isDone()) {
				this.runtime.coroutines()
					.forEach((info) -> assertThat(info.age()).isGreaterThanOrEqualTo(Duration.ZERO));
			}
			for (AutoCloseable closeable : this.opened) {
				closeable.close();
			}
			this.opened.clear();
		}
	}

	@Test
	void whenSocketIsTheJdksThenTheNearLookTells() throws Exception {
		ServerSocket server = newServer();
		Socket socket = opened(new Socket(server.getInetAddress(), server.getLocalPort()));
		Coroutine reader = begin(() -> socket.getInputStream().read());
		if (this.stackMode == StackMode.SHARED) {
			assertThat(awaitWait(reader).text()).contains(SocketWaitTests.class.getName());
		}
		else {
			Eventually.until(() -> Arrays.stream(reader.stackTrace())
				.anyMatch((frame) -> frame.getClassName().equals("sun.nio.ch.NioSocketImpl")));
			// The JVM takes a thread in a system call for one that runs
			assertThat(reader.info().orElseThrow().waitingFor()).isNull();
		}
	}

	@Test
	void whenAddressIsIpv6ThenItIsInBrackets() throws Exception {
		assertThat(SocketWait.toString(InetAddress.getByName("::1"), 80)).isEqualTo("[0:0:0:0:0:0:0:1]:80");
		assertThat(new ConnectWait(InetAddress.getByName("192.0.2.1"), 80).describeWait(Thread.currentThread()).text())
			.isEqualTo("connect to 192.0.2.1:80");
	}

	@Test
	void whenLoopsHaveStoppedThenTheReaderIsShownStill() throws Exception {
		EventLoopGroup stopped = EventLoopGroup.withoutLoops();
		ServerSocket server = newServer();
		StreamSocket socket = opened(new StreamSocket(stopped, Sockets.open()));
		socket.connect(server.getInetAddress(), server.getLocalPort(), StreamSocket.NO_DEADLINE);
		Coroutine reader = begin(() -> socket.read(new byte[1], 0, 1, StreamSocket.NO_DEADLINE));
		assertThat(awaitWait(reader).text()).startsWith("read from 127.0.0.1:");
	}

}
