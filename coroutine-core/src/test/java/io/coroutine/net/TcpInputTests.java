package io.coroutine.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.transport.TcpTransport;
import io.coroutine.internal.transport.TimeLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which time-out has ended a read.
 */
class TcpInputTests {

	private final TimeLimits limits = new TimeLimits();

	private int attempts;

	@Test
	void whenSomethingIsWrittenMeanwhileThenConnectionIsNotIdle() throws Exception {
		this.limits.idle(Duration.ofHours(1));
		TcpConnection connection = new TcpConnection(timingOut(3));
		assertThat(input(connection).read(new byte[1], 0, 1)).isEqualTo(1);
		assertThat(this.attempts).isEqualTo(3);
		assertThat(connection.isClosed()).isFalse();
	}

	@Test
	void whenNothingIsTransferredThenConnectionIsClosed() {
		this.limits.idle(Duration.ofNanos(1));
		TcpConnection connection = new TcpConnection(timingOut(Integer.MAX_VALUE));
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> input(connection).read(new byte[1], 0, 1))
			.withMessageStartingWith("Idle");
		assertThat(connection.isClosed()).isTrue();
	}

	@Test
	void whenReadTimeoutIsShorterThanIdleTimeoutThenConnectionIsOpen() {
		this.limits.idle(Duration.ofHours(1));
		this.limits.read(Duration.ofNanos(1));
		TcpConnection connection = new TcpConnection(timingOut(2));
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> input(connection).read(new byte[1], 0, 1))
			.withMessage("Read timed out");
		assertThat(connection.isClosed()).isFalse();
	}

	@Test
	void whenClosedWhilePeerEndsTheStreamThenReadSaysClosed() {
		AtomicReference<TcpConnection> self = new AtomicReference<>();
		self.set(new TcpConnection(new StubTransport((_) -> {
			self.get().close();
			return StreamSocket.END;
		})));
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> self.get().read(new byte[1]))
			.withMessage("Socket closed");
	}

	private TcpInput input(TcpConnection connection) {
		return new TcpInput(connection, connection.transport(), this.limits);
	}

	/**
	 * Times out in each read before the last one.
	 */
	private TcpTransport timingOut(int reads) {
		return new StubTransport((deadline) -> {
			assertThat(deadline).isNotEqualTo(StreamSocket.NO_DEADLINE);
			this.attempts++;
			if (this.attempts < reads) {
				throw new SocketTimeoutException("Read timed out");
			}
			return 1;
		});
	}

	/**
	 * What a read does.
	 */
	@FunctionalInterface
	private interface Read {

		int read(long deadline) throws IOException;

	}

	/**
	 * A transport that can only read.
	 */
	private record StubTransport(Read read) implements TcpTransport {

		@Override
		public int read(byte[] bytes, int offset, int length, long deadline) throws IOException {
			return this.read.read(deadline);
		}

		@Override
		public void write(byte[] bytes, int offset, int length, long deadline) {
		}

		@Override
		public int available() {
			return 0;
		}

		@Override
		public void shutdownInput() {
		}

		@Override
		public void shutdownOutput() {
		}

		@Override
		public InetSocketAddress localAddress() {
			return new InetSocketAddress(0);
		}

		@Override
		public InetSocketAddress remoteAddress() {
			return new InetSocketAddress(0);
		}

		@Override
		public <T> void setOption(SocketOption<T> option, T value) {
		}

		@Override
		public <T> T getOption(SocketOption<T> option) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

}
