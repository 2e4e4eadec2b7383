package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Which connections go through a SOCKS proxy, and what becomes of them, the same for the
 * JDK's sockets and ours.
 */
@ParameterizedClass
@MethodSource("all")
class SocketProxyTests extends SocketContract {

	private static final InetSocketAddress DESTINATION = new InetSocketAddress("192.0.2.7", 81);

	private static final InetSocketAddress NAME = InetSocketAddress.createUnresolved("behind.example", 82);

	private Selectors select(Proxy... proxies) {
		return opened(new Selectors((uri) -> List.of(proxies)));
	}

	private SocksServer proxy(int method, int reply) throws IOException {
		return opened(new SocksServer(method, reply));
	}

	private void set(String property, String value) {
		String before = System.setProperty(property, value);
		assertThat(before).isNull();
		opened(() -> System.clearProperty(property));
	}

	/**
	 * Exchange a byte through a new connection, and return the socket.
	 */
	private Socket exchange(InetSocketAddress destination) throws Exception {
		Socket socket = newSocket();
		socket.setSoTimeout(60_000);
		run(() -> {
			socket.connect(destination, 60_000);
			socket.getOutputStream().write(42);
			assertThat(socket.getInputStream().read()).isEqualTo(42);
		});
		return socket;
	}

	@Test
	void whenSelectorNamesProxyThenConnectionGoesThroughIt() throws Exception {
		SocksServer proxy = proxy(SocksServer.NO_AUTHENTICATION, 0);
		Selectors selectors = select(proxy.proxy());
		Socket socket = exchange(DESTINATION);
		assertThat(socket.getRemoteSocketAddress()).isEqualTo(DESTINATION);
		exchange(NAME);
		assertThat(proxy.requests()).containsExactly("5 - 192.0.2.7:81", "5 - behind.example:82");
		assertThat(selectors.calls()).containsExactly("select socket://192.0.2.7:81",
				"select socket://behind.example:82");
	}

	@Test
	void whenSocketIsPreparedThenProxiedConnectionKeepsThat() throws Exception {
		SocksServer proxy = proxy(SocksServer.NO_AUTHENTICATION, 0);
		select(proxy.proxy());
		Socket socket = newSocket();
		socket.setTcpNoDelay(true);
		socket.setKeepAlive(true);
		socket.setSoTimeout(7);
		socket.setSoLinger(true, 3);
		socket.bind(new InetSocketAddress("127.0.0.2", 0));
		int port = socket.getLocalPort();
		run(() -> socket.connect(DESTINATION));
		assertThat(socket.getTcpNoDelay()).isTrue();
		assertThat(socket.getKeepAlive()).isTrue();
		assertThat(socket.getSoTimeout()).isEqualTo(7);
		assertThat(socket.getSoLinger()).isEqualTo(3);
		assertThat(socket.getLocalSocketAddress()).isEqualTo(new InetSocketAddress("127.0.0.2", port));
		assertThatThrownBy(() -> run(() -> socket.getInputStream().read())).isInstanceOf(SocketTimeoutException.class)
			.hasMessage("Read timed out");
	}

	@Test
	void whenProxyWantsPasswordThenAuthenticatorIsAsked() throws Exception {
		SocksServer proxy = proxy(SocksServer.PASSWORD, 0);
		select(proxy.proxy());
		Authenticator before = Authenticator.getDefault();
		opened(() -> Authenticator.setDefault(before));
		Authenticator.setDefault(new Authenticator() {

			@Override
			protected PasswordAuthentication getPasswordAuthentication() {
				return new PasswordAuthentication(getRequestingProtocol() + getRequestingPort(),
						getRequestingPrompt().toCharArray());
			}

		});
		exchange(NAME);
		assertThat(proxy.requests())
			.containsExactly("5 SOCKS5" + proxy.address().getPort() + "/SOCKS authentication behind.example:82");
	}

	@Test
	void whenVersionIs4ThenProxyIsSpokenToLikeThat() throws Exception {
		SocksServer proxy = proxy(SocksServer.NO_AUTHENTICATION, 90);
		select(proxy.proxy());
		set("socksProxyVersion", "4");
		exchange(DESTINATION);
		assertThat(proxy.requests()).containsExactly("4 " + System.getProperty("user.name") + " 192.0.2.7:81");
	}

	@Test
	void whenPropertyIsSetLaterThenItCountsForAllButLocalHosts() throws Exception {
		exchangeDirectly();
		SocksServer proxy = proxy(SocksServer.NO_AUTHENTICATION, 0);
		set("socksProxyHost", "127.0.0.1");
		set("socksProxyPort", String.valueOf(proxy.address().getPort()));
		set("socksNonProxyHosts", "*.direct");
		exchange(NAME);
		exchangeDirectly();
		assertThatThrownBy(() -> exchange(InetSocketAddress.createUnresolved("some.direct", 80)))
			.hasMessage("some.direct");
		assertThat(proxy.requests()).containsExactly("5 - behind.example:82");
	}

	private void exchangeDirectly() throws Exception {
		Pair pair = connect();
		pair.send("x");
		assertThat(callInt(() -> pair.socket().getInputStream().read())).isEqualTo('x');
	}

	@Test
	void whenProxyRefusesThenConnectFails() throws Exception {
		SocksServer refusing = proxy(SocksServer.NO_AUTHENTICATION, 5);
		SocksServer demanding = proxy(255, 0);
		opened(new Selectors((uri) -> List.of(((uri.getPort() == 81) ? refusing : demanding).proxy())));
		expectFailure(DESTINATION, SocketException.class, "SOCKS: Connection refused");
		expectFailure(NAME, SocketException.class, "SOCKS : No acceptable methods");
	}

	@Test
	void whenProxyIsNotThereThenSelectorIsTold() throws Exception {
		SocksServer gone = proxy(SocksServer.NO_AUTHENTICATION, 0);
		gone.close();
		Selectors selectors = select(gone.proxy());
		expectFailure(DESTINATION, SocketException.class, "Can't connect to SOCKS proxy:Connection refused");
		assertThat(selectors.calls()).containsExactly("select socket://192.0.2.7:81",
				"failed socket://192.0.2.7:81 by " + gone.address() + " java.net.ConnectException: Connection refused");
	}

	@Test
	void whenProxyIsSilentThenConnectTimesOutOrIsClosed() throws Exception {
		ServerSocket silent = opened(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		select(new Proxy(Proxy.Type.SOCKS, silent.getLocalSocketAddress()));
		Socket socket = newSocket();
		assertThatThrownBy(() -> run(() -> socket.connect(DESTINATION, 20)))
			.isExactlyInstanceOf(SocketTimeoutException.class)
			.hasMessage("Connect timed out");
		assertThat(socket.isClosed()).isTrue();
		opened(silent.accept());
		Socket closed = newSocket();
		Task<Void> task = start(() -> closed.connect(DESTINATION));
		Socket accepted = opened(silent.accept());
		accepted.getInputStream().readNBytes(4);
		task.awaitWaiting();
		closed.close();
		assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
	}

	private void expectFailure(InetSocketAddress destination, Class<? extends IOException> type, String message)
			throws Exception {
		Socket socket = newSocket();
		assertThatThrownBy(() -> run(() -> socket.connect(destination))).isExactlyInstanceOf(type).hasMessage(message);
		assertThat(socket.isClosed()).isTrue();
	}

	@Test
	void whenSelectorNamesNoSocksProxyThenConnectionIsDirect() throws Exception {
		List<List<Proxy>> answers = new ArrayList<>();
		answers.add(List.of());
		answers.add(List.of(Proxy.NO_PROXY));
		answers.add(List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 8080))));
		for (List<Proxy> answer : answers) {
			try (Selectors selectors = new Selectors((uri) -> answer)) {
				exchangeDirectly();
				assertThat(selectors.calls())
					.containsExactly("select socket://localhost:" + this.server.getLocalPort());
			}
		}
		ProxySelector before = ProxySelector.getDefault();
		opened(() -> ProxySelector.setDefault(before));
		ProxySelector.setDefault(null);
		exchangeDirectly();
	}

	@Test
	void whenSelectorFailsThenConnectFails() throws Exception {
		try (Selectors _ = new Selectors((uri) -> null)) {
			assertThatThrownBy(this::exchangeDirectly).isInstanceOf(NullPointerException.class);
		}
		try (Selectors _ = new Selectors((uri) -> {
			throw new IllegalArgumentException("Not this one");
		})) {
			assertThatThrownBy(this::exchangeDirectly).isExactlyInstanceOf(IOException.class)
				.hasMessage("Failed to select a proxy");
		}
		try (Selectors _ = new Selectors((uri) -> {
			throw new IllegalStateException("Broken");
		})) {
			assertThatIllegalStateException().isThrownBy(this::exchangeDirectly).withMessage("Broken");
		}
	}

	@Test
	void whenSelectorItselfConnectsThenItMay() throws Exception {
		SocksServer proxy = proxy(SocksServer.NO_AUTHENTICATION, 0);
		opened(new Selectors((uri) -> {
			if (uri.getHost().equals("localhost")) {
				return List.of(Proxy.NO_PROXY);
			}
			try (Socket socket = this.sockets.newSocket(Scheduler.behind(this.runtime).loops())) {
				socket.connect(serverAddress());
				return List.of(proxy.proxy());
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}));
		exchange(NAME);
		opened(this.server.accept());
		assertThat(proxy.requests()).containsExactly("5 - behind.example:82");
	}

}
