package io.coroutine.internal.hook;

import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.concurrent.Callable;

import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ParameterizedClass
@MethodSource("all")
class SocketOptionTests extends SocketContract {

	@Test
	void whenAskedThenSameOptionsAreSupportedAsByJdk() throws Exception {
		Socket reference = opened(new Socket());
		assertThat(newSocket().supportedOptions()).isEqualTo(reference.supportedOptions());
	}

	@Test
	void whenNewThenDefaultsAreThoseOfJdk() throws Exception {
		Socket reference = opened(new Socket());
		Socket socket = newSocket();
		for (SocketOption<?> option : reference.supportedOptions()) {
			Object expected = reference.getOption(option);
			assertThat((Object) call(() -> socket.getOption(option))).as(option.name()).isEqualTo(expected);
		}
		assertThat(socket.getOOBInline()).isFalse();
		assertThat(socket.getSoTimeout()).isZero();
		assertThat(socket.getSoLinger()).isEqualTo(-1);
	}

	@Test
	void whenAnythingIsSetThenResultIsThatOfJdk() throws Exception {
		Pair pair = connect();
		Socket reference = opened(new Socket(pair.peer().getLocalAddress(), pair.peer().getLocalPort()));
		opened(this.server.accept());
		for (SocketOption<?> option : reference.supportedOptions()) {
			if (option != ExtendedSocketOptions.TCP_QUICKACK) {
				// Which the kernel changes by itself
				check(option, pair.socket(), reference);
			}
		}
		pair.socket().setOption(ExtendedSocketOptions.TCP_QUICKACK, false);
		pair.socket().setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
	}

	@SuppressWarnings("unchecked")
	private <T> void check(SocketOption<T> option, Socket socket, Socket reference) throws Exception {
		List<?> values = (option.type() == Boolean.class) ? List.of(true, false, true)
				: List.of(-1, 0, 1, 7, 28, 100, 255, 256, 5000, 70_000, Integer.MIN_VALUE, Integer.MAX_VALUE);
		for (Object value : values) {
			String expected = outcome(() -> reference.setOption(option, (T) value).getOption(option));
			assertThat(call(() -> outcome(() -> socket.setOption(option, (T) value).getOption(option))))
				.as(option.name() + "=" + value)
				.isEqualTo(expected);
		}
		for (Object wrong : new Object[] { null, "text", 1L }) {
			String expected = outcome(() -> reference.setOption(option, (T) wrong));
			assertThat(outcome(() -> socket.setOption(option, (T) wrong))).as(option.name() + "=" + wrong)
				.isEqualTo(expected)
				.contains("IllegalArgumentException");
		}
	}

	private static String outcome(Callable<?> call) {
		try {
			return String.valueOf(call.call());
		}
		catch (Exception ex) {
			return ex.toString();
		}
	}

	@Test
	void whenSetByMethodsThenTheyAreKept() throws Exception {
		Pair pair = connect();
		Socket socket = pair.socket();
		run(() -> {
			socket.setSoTimeout(1234);
			socket.setSoLinger(true, 77);
			socket.setTcpNoDelay(true);
			socket.setKeepAlive(true);
			socket.setReuseAddress(true);
			socket.setOOBInline(true);
			socket.setSendBufferSize(50_000);
			socket.setReceiveBufferSize(60_000);
			socket.setTrafficClass(0x10);
		});
		run(() -> {
			assertThat(socket.getSoTimeout()).isEqualTo(1234);
			assertThat(socket.getSoLinger()).isEqualTo(77);
			assertThat(socket.getTcpNoDelay()).isTrue();
			assertThat(socket.getKeepAlive()).isTrue();
			assertThat(socket.getReuseAddress()).isTrue();
			assertThat(socket.getOOBInline()).isTrue();
			assertThat(socket.getSendBufferSize()).isEqualTo(50_000);
			assertThat(socket.getReceiveBufferSize()).isEqualTo(60_000);
			assertThat(socket.getTrafficClass()).isEqualTo(0x10);
		});
		run(() -> {
			socket.setSoLinger(false, 1);
			socket.setTcpNoDelay(false);
			socket.setKeepAlive(false);
			socket.setReuseAddress(false);
			socket.setOOBInline(false);
		});
		assertThat(socket.getSoLinger()).isEqualTo(-1);
		assertThat(socket.getTcpNoDelay()).isFalse();
		assertThat(socket.getKeepAlive()).isFalse();
		assertThat(socket.getReuseAddress()).isFalse();
		assertThat(socket.getOOBInline()).isFalse();
		socket.setSoLinger(true, 100_000);
		assertThat(socket.getSoLinger()).isEqualTo(65_535);
	}

	@Test
	void whenOptionIsUnknownThenItIsNotSupported() throws Exception {
		Socket socket = newSocket();
		SocketOption<?> unknown = StandardSocketOptions.IP_MULTICAST_TTL;
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> socket.getOption(unknown))
			.withMessage("'IP_MULTICAST_TTL' not supported");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> socket.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true))
			.withMessage("'IP_DONTFRAGMENT' not supported");
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> socket.getOption(null));
	}

	@Test
	void whenClosedThenOptionsFail() throws Exception {
		Socket socket = connect().socket();
		socket.close();
		assertThatThrownBy(() -> socket.getOption(StandardSocketOptions.TCP_NODELAY))
			.isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket is closed");
		assertThatThrownBy(() -> socket.setTcpNoDelay(true)).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket is closed");
		assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
	}

}
