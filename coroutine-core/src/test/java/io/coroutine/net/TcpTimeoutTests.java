package io.coroutine.net;

import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The time-outs of connections, on both engines and from all kinds of threads.
 */
@ParameterizedClass
@MethodSource("all")
class TcpTimeoutTests extends TcpContract {

	private static final byte[] MUCH = new byte[32 * 1024 * 1024];

	@Test
	void whenNothingComesThenReadTimesOutAndConnectionIsUsable() throws Exception {
		Pair pair = connect();
		pair.near().readTimeout(SHORT);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(SocketTimeoutException.class)
				.isThrownBy(() -> call(() -> pair.near().read(new byte[1])))
				.withMessage("Read timed out");
		}
		pair.far().write(new byte[] { 1 });
		pair.near().readTimeout(LONG);
		assertThat(call(() -> pair.near().read(new byte[10])).intValue()).isEqualTo(1);
	}

	@Test
	void whenPeerDoesNotReadThenWriteTimesOutAndConnectionIsClosed() throws Exception {
		Pair pair = connect();
		pair.near().write(new byte[1]);
		pair.near().writeTimeout(SHORT);
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> start(() -> pair.near().write(MUCH)).get())
			.withMessage("Write timed out");
		assertThat(pair.near().isClosed()).isTrue();
		assertThat(call(() -> pair.far().input().readAllBytes()).length).isBetween(1, MUCH.length);
	}

	@Test
	void whenPeerReadsInTimeThenWriteWithTimeoutSucceeds() throws Exception {
		Pair pair = connect();
		pair.near().writeTimeout(LONG);
		Task<Void> writing = start(() -> {
			pair.near().write(MUCH);
			pair.near().close();
		});
		assertThat(call(() -> pair.far().input().transferTo(OutputStream.nullOutputStream())).longValue())
			.isEqualTo(MUCH.length);
		writing.get();
	}

	@Test
	void whenNothingIsTransferredThenIdleConnectionIsClosed() throws Exception {
		Pair pair = connect();
		pair.near().idleTimeout(SHORT);
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> call(() -> pair.near().read(new byte[1])))
			.withMessageStartingWith("Idle for too long");
		assertThat(pair.near().isClosed()).isTrue();
		assertThat(pair.far().read(new byte[1])).isEqualTo(-1);
	}

	@Test
	void whenTimeoutIsNegativeThenFailureSaysSo() throws Exception {
		Pair pair = connect();
		Duration negative = Duration.ofMillis(-1);
		assertThatIllegalArgumentException().isThrownBy(() -> pair.near().readTimeout(negative))
			.withMessage("The read time-out must not be negative, not PT-0.001S");
		assertThatIllegalArgumentException().isThrownBy(() -> pair.near().writeTimeout(negative));
		assertThatIllegalArgumentException().isThrownBy(() -> pair.near().idleTimeout(negative));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TcpClient.connect(this.runtime, pair.near().remoteAddress(), negative));
	}

	@Test
	void whenTimeoutIsAsLongAsCanBeThenItIsNone() throws Exception {
		Pair pair = connect();
		Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
		pair.near().readTimeout(longest).writeTimeout(longest).idleTimeout(longest);
		Task<Integer> reading = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		assertThat(reading.isDone()).isFalse();
		pair.near().write(new byte[1]);
		pair.far().write(new byte[1]);
		assertThat(reading.get().intValue()).isEqualTo(1);
	}

}
