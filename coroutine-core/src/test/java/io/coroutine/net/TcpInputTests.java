package io.coroutine.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.time.Duration;

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
		TcpConnection connection = new TcpConnection(new TimingOut(3));
		assertThat(input(connection).read(new byte[1], 0, 1)).isEqualTo(1);
		assertThat(this.attempts).isEqualTo(3);
		assertThat(connection.isClosed()).isFalse();
	}

	@Test
	void whenNothingIsTransferredThenConnectionIsClosed() {
		this.limits.idle(Duration.ofNanos(1));
		TcpConnection connection = new TcpConnection(new TimingOut(Integer.MAX_VALUE));
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> input(connection).read(new byte[1], 0, 1))
			.withMessageStartingWith("Idle");
		assertThat(connection.isClosed()).isTrue();
	}

	@Test
	void whenReadTimeoutIsShorterThanIdleTimeoutThenConnectionIsOpen() {
		this.limits.idle(Duration.ofHours(1));
		this.limits.read(Duration.ofNanos(1));
		TcpConnection connection = new TcpConnection(new TimingOut(2));
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> input(connection).read(new byte[1], 0, 1))
			.withMessage("Read timed out");
		assertThat(connection.isClosed()).isFalse();
	}

	private TcpInput input(TcpConnection connection) {
		return new TcpInput(connection, connection.transport(), this.limits);
	}

	/**
	 * Times out in each read before the last one.
	 */
	private final class TimingOut implements TcpTransport {

		private final int reads;

		TimingOut(int reads) {
			this.reads = reads;
		}

		@Override
		public int read(byte[] bytes, int offset, int length, long deadline) throws IOException {
			assertThat(deadline).isNotEqualTo(StreamSocket.NO_DEADLINE);
			TcpInputTests.this.attempts++;
			if (TcpInputTests.this.attempts < this.reads) {
				throw new SocketTimeoutException("Read timed out");
			}
			return 1;
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
