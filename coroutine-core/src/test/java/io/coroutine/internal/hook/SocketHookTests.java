package io.coroutine.internal.hook;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.snapshot.SocketKind;
import io.coroutine.test.Eventually;
import io.coroutine.test.OwnProcess;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@OwnProcess
class SocketHookTests {

	private CoroutineRuntime runtime;

	private EventLoopGroup loops;

	private ServerSocket server;

	@BeforeEach
	void start() throws IOException {
		this.runtime = newRuntime();
		this.loops = Scheduler.behind(this.runtime).loops();
		assertThat(SocketHook.install(this.loops).installed()).isTrue();
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread.ofVirtual().start(this::echo);
	}

	private static CoroutineRuntime newRuntime() {
		return CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(2).start();
	}

	@AfterEach
	void stop() throws IOException {
		this.server.close();
		SocketHook.uninstall(this.loops);
		this.runtime.close();
	}

	private void echo() {
		try {
			while (true) {
				Socket accepted = this.server.accept();
				Thread.ofVirtual().start(() -> {
					try (accepted) {
						accepted.getInputStream().transferTo(accepted.getOutputStream());
					}
					catch (IOException ex) {
						// The client has given up
					}
				});
			}
		}
		catch (IOException ex) {
			// The test is over
		}
	}

	private Socket connect() throws IOException {
		return new Socket(this.server.getInetAddress(), this.server.getLocalPort());
	}

	private static int exchange(Socket socket) throws IOException {
		socket.getOutputStream().write(42);
		return socket.getInputStream().read();
	}

	@ParameterizedTest
	@EnumSource
	void whenHttpClientWaitsThenThatIsCounted(ThreadKind kind) throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
			Task<?> call = kind.begin(this.runtime, () -> uri.toURL().openStream());
			try (Socket accepted = silent.accept()) {
				Eventually.until(() -> waiting(SocketKind.HTTP_OUT) == 1);
				assertThat(waiting(SocketKind.JDBC)).isZero();
				accepted.getOutputStream()
					.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
						.getBytes(StandardCharsets.US_ASCII));
				call.get();
			}
			Eventually.until(() -> waiting(SocketKind.HTTP_OUT) == 0);
		}
	}

	private long waiting(SocketKind kind) {
		return this.runtime.snapshot().socketsWaiting().get(kind);
	}

	@ParameterizedTest
	@EnumSource
	void whenInstalledThenSocketsAreOurs(ThreadKind kind) throws Exception {
		Task<Void> task = kind.begin(this.runtime, () -> {
			try (Socket socket = connect()) {
				assertThat(exchange(socket)).isEqualTo(42);
			}
			try (Socket socket = new Socket()) {
				socket.connect(this.server.getLocalSocketAddress(), 60_000);
				assertThat(exchange(socket)).isEqualTo(42);
			}
			try (Socket socket = new Socket(Proxy.NO_PROXY)) {
				socket.setTcpNoDelay(true);
				socket.connect(this.server.getLocalSocketAddress(), 60_000);
				assertThat(exchange(socket)).isEqualTo(42);
				Task<Integer> reading = kind.begin(this.runtime, () -> socket.getInputStream().read());
				assertThat(reading.awaitWaiting().stackTrace()).anyMatch(StreamSocket.class.getName()::equals);
				socket.shutdownOutput();
				assertThat(reading.get()).isEqualTo(-1);
			}
			return null;
		});
		task.get();
		assertThat(SocketHook.state()).isEqualTo(new SocketHook.State(true, "new sockets wait on the event loops"));
	}

	@Test
	void whenInstalledTwiceThenLastOneCountsUntilUninstalled() {
		assertThat(SocketHook.currentGroup()).isSameAs(this.loops);
		try (CoroutineRuntime other = newRuntime()) {
			EventLoopGroup otherLoops = Scheduler.behind(other).loops();
			assertThat(SocketHook.install(otherLoops).installed()).isTrue();
			assertThat(SocketHook.currentGroup()).isSameAs(otherLoops);
			SocketHook.uninstall(otherLoops);
			assertThat(SocketHook.currentGroup()).isSameAs(this.loops);
			assertThat(SocketHook.state().installed()).isTrue();
		}
	}

	@Test
	void whenCoroutineCreatesSocketThenItsOwnLoopsServeIt() throws Exception {
		try (CoroutineRuntime other = newRuntime()) {
			Task<EventLoopGroup> task = ThreadKind.COROUTINE.begin(other, SocketHook::currentGroup);
			assertThat(task.get()).isSameAs(Scheduler.behind(other).loops());
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "PLATFORM", "VIRTUAL" })
	void whenRuntimeIsClosedThenOldAndNewSocketsWork(ThreadKind kind) throws Exception {
		try (Socket old = connect()) {
			assertThat(exchange(old)).isEqualTo(42);
			Task<Integer> waiting = kind.begin(this.runtime, () -> old.getInputStream().read()).awaitWaiting();
			SocketHook.uninstall(this.loops);
			this.runtime.close();
			assertThat(SocketHook.state().installed()).isFalse();
			old.getOutputStream().write(43);
			assertThat(waiting.get()).isEqualTo(43);
			Task<Void> task = kind.begin(this.runtime, () -> {
				assertThat(exchange(old)).isEqualTo(42);
				try (Socket socket = connect()) {
					assertThat(exchange(socket)).isEqualTo(42);
				}
				return null;
			});
			task.get();
		}
	}

	@Test
	void whenRuntimeIsClosedWithoutUninstallThenNewSocketsWork() throws Exception {
		this.runtime.close();
		assertThat(SocketHook.currentGroup()).isNotSameAs(this.loops);
		try (Socket socket = connect()) {
			assertThat(exchange(socket)).isEqualTo(42);
		}
	}

	@Test
	void whenEngineIsPortableThenNothingChanges() {
		SocketHook.State state = SocketHook.state();
		assertThat(SocketHook.install(null))
			.isEqualTo(new SocketHook.State(false, "the portable engine leaves sockets to the JDK"));
		assertThat(SocketHook.state()).isEqualTo(state);
		SocketHook.uninstall(null);
		assertThat(SocketHook.state()).isEqualTo(state);
	}

	@ParameterizedTest
	@EnumSource
	void whenHttpUrlConnectionIsUsedThenItWorks(ThreadKind kind) throws Exception {
		HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
		http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		http.createContext("/", (exchange) -> {
			byte[] body = exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		http.start();
		try {
			List<Task<String>> tasks = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				String text = "request " + i;
				tasks.add(kind.begin(this.runtime, () -> post(http.getAddress(), text)));
			}
			for (int i = 0; i < 50; i++) {
				assertThat(tasks.get(i).get()).isEqualTo("request " + i);
			}
		}
		finally {
			http.stop(0);
		}
	}

	private static String post(InetSocketAddress address, String text) throws IOException {
		URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/");
		HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
		connection.setDoOutput(true);
		connection.setReadTimeout(60_000);
		connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		try (InputStream in = connection.getInputStream()) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void whenSocketHasProxyThenJdkUsesIt() throws Exception {
		try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Task<Integer> serving = ThreadKind.VIRTUAL.begin(this.runtime, () -> {
				try (Socket socket = proxy.accept()) {
					return socket.getInputStream().read();
				}
			});
			Task<Void> using = ThreadKind.COROUTINE.begin(this.runtime, () -> {
				try (Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, proxy.getLocalSocketAddress()))) {
					socket.connect(InetSocketAddress.createUnresolved("behind.example", 80));
				}
				catch (IOException ex) {
					// The proxy hangs up
				}
				return null;
			});
			assertThat(serving.get().intValue()).as("Version of SOCKS").isEqualTo(5);
			using.get();
		}
	}

	@Test
	void whenSubclassOfServerSocketAcceptsIntoSubclassOfSocketThenItWorks() throws Exception {
		try (ServerSocket special = new SpecialServerSocket();
				Socket client = new Socket(special.getInetAddress(), special.getLocalPort());
				Socket accepted = special.accept()) {
			assertThat(accepted).isInstanceOf(SpecialSocket.class);
			client.getOutputStream().write(7);
			assertThat(accepted.getInputStream().read()).isEqualTo(7);
		}
	}

	private static final class SpecialServerSocket extends ServerSocket {

		SpecialServerSocket() throws IOException {
			super(0, 50, InetAddress.getLoopbackAddress());
		}

		@Override
		public Socket accept() throws IOException {
			Socket socket = new SpecialSocket();
			implAccept(socket);
			return socket;
		}

	}

	private static final class SpecialSocket extends Socket {

	}

}
