package io.coroutine.internal.linux;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SocketsTests {

	private final List<Integer> opened = new ArrayList<>();

	@AfterEach
	void close() {
		this.opened.forEach(Sockets::close);
	}

	private int open() throws IOException {
		int fd = Sockets.open();
		this.opened.add(fd);
		return fd;
	}

	private int listen(InetAddress address) throws IOException {
		int listener = open();
		Errno.check(Sockets.bind(listener, address, 0));
		Errno.check(Sockets.listen(listener, 10));
		return listener;
	}

	private int[] connect(InetAddress address) throws IOException {
		int listener = listen(address);
		assertThat(Sockets.accept(listener, new byte[SocketAddresses.MAX_SIZE])).isEqualTo(-Errno.EAGAIN);
		int client = open();
		assertThat(Sockets.connect(client, address, Sockets.localAddress(listener).getPort())).isIn(0,
				-Errno.EINPROGRESS);
		assertThat(Sockets.poll(client, false, 60_000)).isOne();
		assertThat(Sockets.poll(listener, true, 60_000)).isOne();
		int server = Errno.check(Sockets.accept(listener, new byte[SocketAddresses.MAX_SIZE]));
		this.opened.add(server);
		return new int[] { client, server };
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.1.2.3" })
	void whenConnectedThenDataFlowsAndAddressesAgree(String host) throws Exception {
		InetAddress address = InetAddress.getByName(host);
		int[] pair = connect(address);
		assertThat(Sockets.localAddress(pair[1]).getAddress()).isEqualTo(address);
		assertThat(Sockets.remoteAddress(pair[0])).isEqualTo(Sockets.localAddress(pair[1]));
		assertThat(Sockets.localAddress(pair[0])).isEqualTo(Sockets.remoteAddress(pair[1]));
		byte[] bytes = "..hello..".getBytes(StandardCharsets.UTF_8);
		assertThat(Sockets.receive(pair[1], bytes, 0, 5)).isEqualTo(-Errno.EAGAIN);
		assertThat(Sockets.poll(pair[1], true, 0)).isZero();
		assertThat(Sockets.poll(pair[1], true, 5)).isZero();
		assertThat(Sockets.send(pair[0], bytes, 2, 5)).isEqualTo(5);
		assertThat(Sockets.poll(pair[1], true, 60_000)).isOne();
		assertThat(Sockets.available(pair[1])).isEqualTo(5);
		byte[] received = new byte[10];
		assertThat(Sockets.receive(pair[1], received, 3, 7)).isEqualTo(5);
		assertThat(received).containsExactly(0, 0, 0, 'h', 'e', 'l', 'l', 'o', 0, 0);
		assertThat(Sockets.sendUrgent(pair[0], (byte) 1)).isOne();
		assertThat(Sockets.shutdown(pair[0], Sockets.SHUT_WR)).isZero();
		assertThat(Sockets.poll(pair[1], true, 60_000)).isOne();
		assertThat(Sockets.receive(pair[1], received, 0, 10)).isZero();
	}

	@Test
	void whenDisconnectedThenPeerIsReset() throws Exception {
		int[] pair = connect(InetAddress.getLoopbackAddress());
		assertThat(Sockets.disconnect(pair[0])).isZero();
		assertThat(Sockets.poll(pair[1], true, 60_000)).isOne();
		assertThat(Sockets.receive(pair[1], new byte[1], 0, 1)).isEqualTo(-Errno.ECONNRESET);
		assertThat(Sockets.send(pair[1], new byte[1], 0, 1)).isEqualTo(-Errno.EPIPE);
	}

	@Test
	void whenNotConnectedThenErrorsTellIt() throws Exception {
		int fd = open();
		assertThat(Sockets.shutdown(fd, Sockets.SHUT_WR)).isEqualTo(-Errno.ENOTCONN);
		assertThat(Sockets.receive(fd, new byte[1], 0, 1)).isEqualTo(-Errno.ENOTCONN);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Sockets.remoteAddress(fd));
		int taken = Sockets.localAddress(listen(InetAddress.getLoopbackAddress())).getPort();
		assertThat(Sockets.bind(fd, InetAddress.getLoopbackAddress(), taken)).isEqualTo(-Errno.EADDRINUSE);
		assertThat(Sockets.bind(-1, InetAddress.getLoopbackAddress(), 0)).isEqualTo(-Errno.EBADF);
		assertThat(SocketOptions.getInt(-1, SocketOptions.SOL_SOCKET, SocketOptions.SO_ERROR)).isEqualTo(-Errno.EBADF);
	}

	@Test
	void whenOptionsAreSetThenTheyAreKept() throws Exception {
		int fd = open();
		for (int flag : List.of(SocketOptions.SO_REUSEADDR, SocketOptions.SO_REUSEPORT, SocketOptions.SO_KEEPALIVE,
				SocketOptions.SO_OOBINLINE)) {
			assertThat(SocketOptions.getInt(fd, SocketOptions.SOL_SOCKET, flag)).isZero();
			assertThat(SocketOptions.setInt(fd, SocketOptions.SOL_SOCKET, flag, 1)).isZero();
			assertThat(SocketOptions.getInt(fd, SocketOptions.SOL_SOCKET, flag)).isOne();
		}
		for (int number : List.of(SocketOptions.TCP_KEEPIDLE, SocketOptions.TCP_KEEPINTVL, SocketOptions.TCP_KEEPCNT)) {
			assertThat(SocketOptions.setInt(fd, SocketOptions.IPPROTO_TCP, number, 9)).isZero();
			assertThat(SocketOptions.getInt(fd, SocketOptions.IPPROTO_TCP, number)).isEqualTo(9);
		}
		assertThat(SocketOptions.getLinger(fd)).isEqualTo(-1);
		for (int seconds : List.of(0, 30, -1)) {
			assertThat(SocketOptions.setLinger(fd, seconds)).isZero();
			assertThat(SocketOptions.getLinger(fd)).isEqualTo(seconds);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1.2.3.4, 65535", "0.0.0.0, 0", "::1, 80", "2001:db8::ff, 1", "::, 65000" })
	void whenAddressIsEncodedAndDecodedThenItIsTheSame(String host, int port) throws Exception {
		InetAddress address = InetAddress.getByName(host);
		if (address.getAddress().length == 4) {
			assertThat(decodeEncoded(SocketAddresses.AF_INET, address, port))
				.isEqualTo(new InetSocketAddress(address, port));
		}
		InetAddress expected = (address.isAnyLocalAddress()) ? InetAddress.getByName("::") : address;
		assertThat(decodeEncoded(SocketAddresses.AF_INET6, address, port))
			.isEqualTo(new InetSocketAddress(expected, port));
	}

	@Test
	void whenAddressHasScopeThenItIsKept() throws Exception {
		Inet6Address address = Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 7);
		InetSocketAddress decoded = decodeEncoded(SocketAddresses.AF_INET6, address, 5);
		assertThat(((Inet6Address) decoded.getAddress()).getScopeId()).isEqualTo(7);
	}

	private static InetSocketAddress decodeEncoded(int family, InetAddress address, int port) {
		return SocketAddresses.decode((byte[]) SocketAddresses.encode(family, address, port).heapBase().orElseThrow());
	}

	@Test
	void whenErrorIsKnownThenExceptionIsThatOfJdk() {
		assertThat(Errno.toException(Errno.ECONNREFUSED)).isExactlyInstanceOf(ConnectException.class)
			.hasMessage("Connection refused");
		assertThat(Errno.toException(Errno.ETIMEDOUT)).isExactlyInstanceOf(ConnectException.class);
		assertThat(Errno.toException(Errno.EHOSTUNREACH)).isExactlyInstanceOf(NoRouteToHostException.class);
		assertThat(Errno.toException(Errno.EACCES)).isExactlyInstanceOf(BindException.class);
		assertThat(Errno.toException(Errno.EPROTO)).isExactlyInstanceOf(ProtocolException.class);
		assertThat(Errno.toException(Errno.EMFILE)).isExactlyInstanceOf(SocketException.class);
		assertThat(Errno.toSocketException(Errno.ETIMEDOUT)).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Connection timed out");
	}

	@Test
	void whenEpollIsClosedThenNothingIsWatchedAnyMore() throws Exception {
		int fd = open();
		Epoll epoll = Epoll.open();
		EpollEvents events = new EpollEvents(8);
		assertThat(epoll.add(fd, Epoll.IN | Epoll.EDGE_TRIGGERED)).isZero();
		assertThat(epoll.add(fd, Epoll.IN | Epoll.EDGE_TRIGGERED)).isEqualTo(-Errno.EEXIST);
		assertThat(epoll.await(events, 0)).isOne();
		assertThat(events.descriptor(0)).isEqualTo(fd);
		assertThat(events.events(0) & Epoll.HUP).isNotZero();
		epoll.close();
		assertThat(epoll.poll(events)).isZero();
		events.close();
		assertThat(epoll.add(fd, Epoll.IN)).isEqualTo(-Errno.EBADF);
		assertThat(epoll.remove(fd)).isEqualTo(-Errno.EBADF);
	}

}
