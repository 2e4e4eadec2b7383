package io.coroutine.internal.hook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.jdk.ProxiedSockets;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.socket.LoopSocketOptions;
import io.coroutine.test.Eventually;
import io.coroutine.test.OpenFiles;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What the tests of sockets have in common: they run against the JDK's own implementation
 * and ours, from all kinds of threads. Afterwards no descriptor and no coroutine is left.
 */
public abstract class SocketContract {

	@Parameter(0)
	SocketKind sockets;

	@Parameter(1)
	ThreadKind threads;

	CoroutineRuntime runtime;

	ServerSocket server;

	private final List<AutoCloseable> opened = new ArrayList<>();

	private long filesBefore;

	static Stream<Arguments> all() {
		return Stream.of(SocketKind.values())
			.flatMap((socket) -> Stream.of(ThreadKind.values()).map((thread) -> Arguments.of(socket, thread)));
	}

	@BeforeEach
	void start() throws Exception {
		LoopSocketOptions.supported();
		this.filesBefore = OpenFiles.count();
		this.runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(2).start();
		this.server = opened(new ServerSocket(0));
	}

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable closeable : this.opened) {
			closeable.close();
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

	/**
	 * Return a new socket that is not connected.
	 */
	Socket newSocket() throws SocketException {
		return opened(this.sockets.newSocket(Scheduler.behind(this.runtime).loops()));
	}

	InetSocketAddress serverAddress() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.getLocalPort());
	}

	/**
	 * Connect a socket to the server.
	 */
	Pair connect() throws Exception {
		Socket socket = newSocket();
		run(() -> socket.connect(serverAddress()));
		return new Pair(socket, opened(this.server.accept()));
	}

	/**
	 * Call in a thread of the kind under test.
	 */
	<T> T call(Callable<T> body) throws Exception {
		return begin(body).get();
	}

	/**
	 * Call in a thread of the kind under test.
	 */
	int callInt(Callable<Integer> body) throws Exception {
		return begin(body).get();
	}

	/**
	 * Begin a call in a thread of the kind under test.
	 */
	<T> Task<T> begin(Callable<T> body) {
		return this.threads.begin(this.runtime, body);
	}

	/**
	 * Run in a thread of the kind under test.
	 */
	void run(Action body) throws Exception {
		start(body).get();
	}

	/**
	 * Begin to run in a thread of the kind under test.
	 */
	Task<Void> start(Action body) {
		return begin(() -> {
			body.run();
			return null;
		});
	}

	/**
	 * Something that may fail.
	 */
	public interface Action {

		void run() throws Exception;

	}

	/**
	 * The two ends of a connection: the one under test, and the JDK's.
	 */
	record Pair(Socket socket, Socket peer) {

		void send(String text) throws IOException {
			this.peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		}

		/**
		 * Wait until so many bytes can be read.
		 */
		void awaitArrival(int count) throws InterruptedException {
			Eventually.until(() -> {
				try {
					return this.socket.getInputStream().available() == count;
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}

		/**
		 * Have the peer reset the connection.
		 */
		void reset() throws IOException {
			this.peer.setSoLinger(true, 0);
			this.peer.close();
		}

	}

	enum SocketKind {

		JDK, LOOP, WITHOUT_LOOPS;

		Socket newSocket(EventLoopGroup loops) throws SocketException {
			return switch (this) {
				case JDK -> new Socket();
				case LOOP -> new LoopSocket(loops);
				case WITHOUT_LOOPS -> new LoopSocket(EventLoopGroup.withoutLoops());
			};
		}

	}

	/**
	 * A socket of our implementation as the hook makes it, without the hook.
	 */
	private static final class LoopSocket extends Socket {

		LoopSocket(EventLoopGroup loops) throws SocketException {
			super(ProxiedSockets.around(new LoopSocketImpl(() -> loops)));
		}

	}

}
