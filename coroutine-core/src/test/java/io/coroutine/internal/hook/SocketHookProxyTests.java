package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.scheduler.Scheduler;
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

/**
 * Which connections of the sockets that the hook gives go through a SOCKS proxy.
 */
@OwnProcess
class SocketHookProxyTests {

	private static final int PATIENCE_MILLIS = 60_000;

	private CoroutineRuntime runtime;

	@BeforeEach
	void start() {
		this.runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(1).start();
		assertThat(SocketHook.install(Scheduler.behind(this.runtime).loops()).installed()).isTrue();
	}

	@AfterEach
	void stop() {
		SocketHook.uninstall(Scheduler.behind(this.runtime).loops());
		this.runtime.close();
	}

	private static ServerSocket listen() throws IOException {
		ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		listening.setSoTimeout(PATIENCE_MILLIS);
		return listening;
	}

	private static void exchange(Socket socket) throws IOException {
		try (socket) {
			socket.setSoTimeout(PATIENCE_MILLIS);
			socket.getOutputStream().write(42);
			assertThat(socket.getInputStream().read()).isEqualTo(42);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenSelectorNamesProxyThenOnlyThoseWithoutOneOfTheirOwnUseIt(ThreadKind kind) throws Exception {
		try (SocksServer proxy = new SocksServer(SocksServer.NO_AUTHENTICATION, 0);
				SocksServer other = new SocksServer(SocksServer.NO_AUTHENTICATION, 0);
				ServerSocket direct = listen();
				Selectors _ = new Selectors((uri) -> List.of(proxy.proxy()))) {
			Task<Void> task = kind.begin(this.runtime, () -> {
				exchange(new Socket("192.0.2.1", 81));
				exchange(new Socket(InetAddress.getByName("192.0.2.2"), 82, InetAddress.getLoopbackAddress(), 0));
				Socket later = new Socket();
				later.connect(new InetSocketAddress("192.0.2.3", 83));
				exchange(later);
				Socket own = new Socket(other.proxy());
				own.connect(new InetSocketAddress("192.0.2.4", 84));
				exchange(own);
				try (Socket without = new Socket(Proxy.NO_PROXY)) {
					without.connect(direct.getLocalSocketAddress());
				}
				return null;
			});
			direct.accept().close();
			task.get();
			assertThat(proxy.requests()).containsExactly("5 - 192.0.2.1:81", "5 - 192.0.2.2:82", "5 - 192.0.2.3:83");
			assertThat(other.requests()).containsExactly("5 - 192.0.2.4:84");
		}
	}

	@Test
	void whenHttpUrlConnectionGoesThroughProxyThenItWorks() throws Exception {
		try (SocksServer proxy = new SocksServer(SocksServer.NO_AUTHENTICATION, 0);
				Selectors selectors = new Selectors((uri) -> List.of(proxy.proxy()))) {
			Task<String> task = ThreadKind.COROUTINE.begin(this.runtime, () -> {
				HttpURLConnection connection = (HttpURLConnection) URI.create("http://192.0.2.1:81/")
					.toURL()
					.openConnection();
				connection.setReadTimeout(PATIENCE_MILLIS);
				// The proxy sends the request back, which is no response
				return connection.getHeaderField(0);
			});
			task.get();
			assertThat(proxy.requests()).isNotEmpty().allMatch("5 - 192.0.2.1:81"::equals);
			assertThat(selectors.calls()).contains("select http://192.0.2.1:81/");
		}
	}

	@Test
	void whenProxyIsSilentThenWaitIsCountedAndItsLoopGoesOn() throws Exception {
		try (ServerSocket silent = listen();
				Selectors _ = new Selectors(
						(uri) -> List.of(new Proxy(Proxy.Type.SOCKS, silent.getLocalSocketAddress())))) {
			Task<Void> task = ThreadKind.COROUTINE.begin(this.runtime, () -> {
				new Socket("192.0.2.1", 81).close();
				return null;
			});
			try (Socket accepted = silent.accept()) {
				accepted.getInputStream().readNBytes(4);
				Eventually.until(() -> this.runtime.snapshot().socketsWaiting().get(SocketKind.OTHER) == 1);
				Task<String> meanwhile = ThreadKind.COROUTINE.begin(this.runtime, () -> "The only loop is free");
				assertThat(meanwhile.get()).isEqualTo("The only loop is free");
				assertThat(task.isDone()).isFalse();
				accepted.getOutputStream().write(new byte[] { 5, 0 });
				accepted.getInputStream().readNBytes(10);
				accepted.getOutputStream().write("\5\0\0\1\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
				task.get();
			}
		}
	}

}
