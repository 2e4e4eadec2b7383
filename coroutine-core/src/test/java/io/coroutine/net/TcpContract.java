package io.coroutine.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.hook.SocketContract;
import io.coroutine.internal.socket.LoopSocketOptions;
import io.coroutine.test.Eventually;
import io.coroutine.test.OpenFiles;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.provider.Arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the tests of the TCP framework have in common: they run on both engines, from all
 * kinds of threads. Afterwards no descriptor and no coroutine is left.
 */
public abstract class TcpContract {

	public static final Duration LONG = Duration.ofSeconds(60);

	public static final Duration SHORT = Duration.ofMillis(5);

	@Parameter(0)
	EngineChoice engine;

	@Parameter(1)
	ThreadKind threads;

	CoroutineRuntime runtime;

	private final List<AutoCloseable> opened = new ArrayList<>();

	private long filesBefore;

	static Stream<Arguments> all() {
		return engines().flatMap((engine) -> Stream.of(ThreadKind.values()).map((kind) -> Arguments.of(engine, kind)));
	}

	static Stream<Arguments> inCoroutines() {
		return engines().map((engine) -> Arguments.of(engine, ThreadKind.COROUTINE));
	}

	private static Stream<EngineChoice> engines() {
		return Stream.of(EngineChoice.EVENT_LOOP, EngineChoice.PORTABLE);
	}

	@BeforeEach
	void startRuntime() throws Exception {
		LoopSocketOptions.supported();
		this.filesBefore = OpenFiles.count();
		this.runtime = newRuntime();
	}

	CoroutineRuntime newRuntime() {
		return CoroutineRuntime.builder().engine(this.engine).loops(2).start();
	}

	@AfterEach
	void closeRuntime() throws Exception {
		synchronized (this.opened) {
			for (AutoCloseable closeable : this.opened) {
				closeable.close();
			}
		}
		Eventually.until(() -> this.runtime.snapshot().live() == 0);
		this.runtime.close();
		OpenFiles.awaitAtMost(this.filesBefore);
	}

	<T extends AutoCloseable> T opened(T closeable) {
		synchronized (this.opened) {
			this.opened.add(closeable);
		}
		return closeable;
	}

	public static InetSocketAddress loopback(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	TcpServerSocket listen() throws Exception {
		return opened(TcpServerSocket.bind(this.runtime, loopback(0), 100));
	}

	TcpConnection connect(InetSocketAddress address) throws Exception {
		return opened(TcpClient.connect(this.runtime, address, LONG));
	}

	/**
	 * Return both ends of a new connection.
	 */
	Pair connect() throws Exception {
		try (TcpServerSocket server = listen()) {
			TcpConnection near = connect(server.localAddress());
			return new Pair(near, opened(server.accept()));
		}
	}

	/**
	 * Send back what is received.
	 */
	static void echo(TcpConnection connection) throws IOException {
		byte[] buffer = new byte[4096];
		for (int count = connection.read(buffer); count >= 0; count = connection.read(buffer)) {
			connection.write(buffer, 0, count);
		}
	}

	TcpServerBuilder builder(ConnectionHandler handler) {
		return TcpServer.builder(this.runtime, handler).address(loopback(0));
	}

	TcpServer serve(ConnectionHandler handler) throws IOException {
		return opened(builder(handler).start());
	}

	/**
	 * Call in a thread of the kind under test.
	 */
	<T> T call(Callable<T> body) throws Exception {
		return begin(body).get();
	}

	/**
	 * Begin a call in a thread of the kind under test.
	 */
	<T> Task<T> begin(Callable<T> body) {
		return this.threads.begin(this.runtime, body);
	}

	/**
	 * Begin to run in a thread of the kind under test.
	 */
	Task<Void> start(SocketContract.Action body) {
		return begin(() -> {
			body.run();
			return null;
		});
	}

	static void assertClosed(Task<?> task) {
		assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
	}

	/**
	 * Check that the kernel holds no more for a peer that does not read: writing waits.
	 */
	static Task<Void> awaitBlocked(Task<Void> writing) throws InterruptedException {
		writing.awaitWaiting();
		assertThat(writing.isDone()).isFalse();
		return writing;
	}

	/**
	 * The two ends of a connection.
	 */
	record Pair(TcpConnection near, TcpConnection far) {

		/**
		 * Have the far end reset the connection.
		 */
		void reset() throws Exception {
			this.far.setOption(StandardSocketOptions.SO_LINGER, 0);
			this.far.close();
		}

	}

}
