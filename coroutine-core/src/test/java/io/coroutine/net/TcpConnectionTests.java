package io.coroutine.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import io.coroutine.Coroutine;
import io.coroutine.StackMode;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Connections, on both engines and from all kinds of threads.
 */
@ParameterizedClass
@MethodSource("all")
class TcpConnectionTests extends TcpContract {

	private static final byte[] MUCH = new byte[32 * 1024 * 1024];

	@Test
	void whenDataIsWrittenThenItIsReadByteForByte() throws Exception {
		Pair pair = connect();
		byte[] data = new byte[3_000_000];
		new Random(1).nextBytes(data);
		Task<Void> writing = start(() -> {
			pair.far().write(data, 0, 1);
			pair.far().output().write(data[1]);
			pair.far().write(data, 2, data.length - 2);
			pair.far().close();
		});
		assertThat(call(() -> pair.near().input().readAllBytes())).isEqualTo(data);
		writing.get();
		int afterEnd = call(() -> pair.near().read(new byte[1]));
		assertThat(afterEnd).isEqualTo(-1);
	}

	@Test
	void whenClosedWithLingeringThenAllIsSentInBackground() throws Exception {
		Pair pair = connect();
		pair.far().setOption(StandardSocketOptions.SO_RCVBUF, 32_768);
		pair.near().setOption(StandardSocketOptions.SO_SNDBUF, 200_000);
		pair.near().setOption(StandardSocketOptions.SO_LINGER, 600);
		start(() -> {
			pair.near().write(new byte[150_000]);
			pair.near().close();
		}).get();
		assertThat(call(() -> pair.far().input().readAllBytes())).hasSize(150_000);
	}

	@Test
	void whenNothingIsAskedForThenNothingIsDone() throws Exception {
		Pair pair = connect();
		assertThat(pair.near().read(new byte[0])).isZero();
		pair.near().write(new byte[0]);
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> pair.near().read(new byte[2], 1, 2));
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> pair.near().write(new byte[2], -1, 2));
	}

	@Test
	void whenExactlySoMuchIsReadThenEndBeforeIsAnError() throws Exception {
		Pair pair = connect();
		Task<byte[]> reading = begin(() -> {
			byte[] bytes = new byte[4];
			pair.near().readFully(bytes);
			return bytes;
		});
		pair.far().write(new byte[] { 1, 2 });
		reading.awaitWaiting();
		pair.far().write(new byte[] { 3, 4, 5 });
		assertThat(reading.get()).containsExactly(1, 2, 3, 4);
		pair.far().close();
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> call(() -> {
			pair.near().readFully(new byte[3]);
			return null;
		})).withMessage("The peer has ended the stream after 1 of 3 bytes");
	}

	@Test
	void whenOutputIsShutDownThenPeerFindsTheEndAndCanAnswer() throws Exception {
		Pair pair = connect();
		Task<byte[]> asking = begin(() -> {
			pair.near().write("question".getBytes(StandardCharsets.UTF_8));
			pair.near().shutdownOutput();
			return pair.near().input().readAllBytes();
		});
		assertThat(call(() -> pair.far().input().readAllBytes())).asString().isEqualTo("question");
		pair.far().write("answer".getBytes(StandardCharsets.UTF_8));
		pair.far().shutdownOutput();
		assertThat(asking.get()).asString().isEqualTo("answer");
		assertThatThrownBy(() -> pair.near().write(new byte[1])).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket output is shutdown");
	}

	@Test
	void whenInputIsShutDownThenReaderFindsTheEndAndCanWrite() throws Exception {
		Pair pair = connect();
		Task<Integer> reading = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		pair.near().shutdownInput();
		assertThat(reading.get().intValue()).isEqualTo(-1);
		pair.far().write(new byte[1]);
		assertThat(pair.near().read(new byte[1])).isEqualTo(-1);
		pair.near().write(new byte[] { 7 });
		byte[] received = new byte[1];
		assertThat(call(() -> pair.far().read(received)).intValue()).isEqualTo(1);
		assertThat(received).containsExactly(7);
	}

	@Test
	void whenOutputIsShutDownThenWriterIsWoken() throws Exception {
		Pair pair = connect();
		Task<Void> writing = awaitBlocked(start(() -> pair.near().write(MUCH)));
		pair.near().shutdownOutput();
		assertThatThrownBy(writing::get).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket output is shutdown");
	}

	@Test
	void whenPeerDoesNotReadThenWriterWaitsUntilItDoes() throws Exception {
		Pair pair = connect();
		Task<Void> writing = awaitBlocked(start(() -> {
			pair.near().write(MUCH);
			pair.near().shutdownOutput();
		}));
		AtomicLong received = new AtomicLong();
		byte[] buffer = new byte[100_000];
		for (int count = 0; count >= 0; count = pair.far().read(buffer)) {
			received.addAndGet(count);
		}
		assertThat(received).hasValue(MUCH.length);
		writing.get();
	}

	@Test
	void whenClosedThenReaderAndWriterAreWoken() throws Exception {
		Pair pair = connect();
		Task<Integer> reading = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		Task<Void> writing = awaitBlocked(start(() -> pair.near().write(MUCH)));
		Task<Integer> nextReading = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		pair.near().close();
		assertClosed(reading);
		assertClosed(writing);
		assertClosed(nextReading);
		pair.near().close();
	}

	@Test
	void whenClosedThenEachUseFails() throws Exception {
		Pair pair = connect();
		InetSocketAddress local = pair.near().localAddress();
		pair.near().close();
		assertThat(pair.near().isClosed()).isTrue();
		assertThat(pair.near().localAddress()).isEqualTo(local);
		assertThat(pair.near().remoteAddress()).isEqualTo(pair.far().localAddress());
		assertThat(pair.near()).asString().contains("closed");
		assertClosed(begin(() -> pair.near().read(new byte[1])));
		assertClosed(start(() -> pair.near().write(new byte[1])));
		assertClosed(begin(() -> pair.near().input().available()));
		assertClosed(start(pair.near()::shutdownInput));
		assertClosed(start(pair.near()::shutdownOutput));
		assertClosed(begin(() -> pair.near().getOption(StandardSocketOptions.TCP_NODELAY)));
		assertClosed(start(() -> pair.near().setOption(StandardSocketOptions.TCP_NODELAY, true)));
	}

	@Test
	void whenPeerResetsThenReadFails() throws Exception {
		Pair pair = connect();
		Task<Integer> reading = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		pair.reset();
		for (int i = 0; i < 2; i++) {
			assertThatThrownBy(reading::get).isExactlyInstanceOf(SocketException.class).hasMessage("Connection reset");
			reading = begin(() -> pair.near().read(new byte[1]));
		}
		assertThatThrownBy(reading::get).isExactlyInstanceOf(SocketException.class);
	}

	@Test
	void whenPeerResetsThenWriterIsWokenAndWritesFail() throws Exception {
		Pair pair = connect();
		Task<Void> writing = awaitBlocked(start(() -> pair.near().write(MUCH)));
		pair.reset();
		assertThatThrownBy(writing::get).isExactlyInstanceOf(SocketException.class);
		assertThatThrownBy(start(() -> pair.near().write(new byte[1]))::get).isExactlyInstanceOf(SocketException.class);
	}

	@Test
	void whenInterruptedInAWaitThenConnectionIsClosed() throws Exception {
		Pair reads = connect();
		Task<Integer> reading = begin(() -> reads.near().read(new byte[1])).awaitWaiting();
		reading.interrupt();
		assertThatThrownBy(reading::get).isExactlyInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
		assertThat(reads.near().isClosed()).isTrue();
		Pair writes = connect();
		Task<Boolean> writing = begin(() -> {
			try {
				writes.near().write(MUCH);
				return false;
			}
			catch (SocketException ex) {
				assertThat(ex).hasMessage("Closed by interrupt");
				return Thread.currentThread().isInterrupted();
			}
		}).awaitWaiting();
		writing.interrupt();
		assertThat(writing.get()).isTrue();
		assertThat(writes.near().isClosed()).isTrue();
	}

	@Test
	void whenInterruptedWhileWaitingForItsTurnThenConnectionIsClosed() throws Exception {
		Pair pair = connect();
		Task<Integer> first = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		Task<Integer> second = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		second.interrupt();
		assertThatThrownBy(second::get).hasMessage("Closed by interrupt");
		assertClosed(first);
	}

	@Test
	void whenCoroutineWithPrivateStackIsCancelledThenItsReadEnds() throws Exception {
		Pair pair = connect();
		Task<Integer> reading = new Task<>(() -> pair.near().read(new byte[1]));
		Coroutine coroutine = this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(reading);
		reading.awaitWaiting();
		coroutine.cancel();
		assertThatThrownBy(reading::get).hasMessage("Closed by interrupt");
	}

	@Test
	void whenSeveralReadThenTheyTakeTurnsAndEachGetsItsShare() throws Exception {
		Pair pair = connect();
		List<Task<Integer>> readers = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			readers.add(begin(() -> pair.near().read(new byte[1])));
		}
		for (Task<Integer> reader : readers) {
			reader.awaitWaiting();
		}
		pair.far().write(new byte[] { 1, 1, 1, 1, 1 });
		for (Task<Integer> reader : readers) {
			assertThat(reader.get().intValue()).isEqualTo(1);
		}
		Task<Integer> without = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		pair.near().readTimeout(SHORT);
		Task<Integer> with = begin(() -> pair.near().read(new byte[1]));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(with::get).withMessage("Read timed out");
		pair.far().write(new byte[1]);
		assertThat(without.get().intValue()).isEqualTo(1);
	}

	@Test
	void whenSeveralWriteThenWhatEachWritesStaysTogether() throws Exception {
		Pair pair = connect();
		int length = 1_000_000;
		List<Task<Void>> writers = new ArrayList<>();
		for (byte i = 0; i < 4; i++) {
			byte[] data = new byte[length];
			Arrays.fill(data, i);
			writers.add(start(() -> pair.near().write(data)));
		}
		boolean[] seen = new boolean[4];
		for (int i = 0; i < 4; i++) {
			byte[] data = new byte[length];
			pair.far().readFully(data);
			byte[] expected = new byte[length];
			Arrays.fill(expected, data[0]);
			assertThat(Arrays.equals(data, expected)).isTrue();
			seen[data[0]] = true;
		}
		assertThat(seen).containsOnly(true);
		for (Task<Void> writer : writers) {
			writer.get();
		}
	}

	@Test
	void whenOptionIsSetThenItHolds() throws Exception {
		Pair pair = connect();
		for (TcpConnection end : List.of(pair.near(), pair.far())) {
			assertThat(end.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
			end.setOption(StandardSocketOptions.TCP_NODELAY, false);
			assertThat(end.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
			end.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
			assertThat(end.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> end.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
		}
	}

	@Test
	void whenAddressIsOfIpv6ThenItIsServedToo() throws Exception {
		InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("::1"), 0);
		TcpServerSocket server = opened(TcpServerSocket.bind(this.runtime, any, 1));
		TcpConnection near = connect(server.localAddress());
		TcpConnection far = opened(server.accept());
		assertThat(near.remoteAddress()).isEqualTo(server.localAddress());
		assertThat(far.remoteAddress()).isEqualTo(near.localAddress());
		assertThat(far.localAddress().getAddress()).isEqualTo(any.getAddress());
		near.write(new byte[] { 1, 2 });
		assertThat(call(() -> far.read(new byte[10])).intValue()).isEqualTo(2);
	}

	@Test
	void whenStreamIsClosedThenConnectionIs() throws Exception {
		Pair pair = connect();
		assertThat(pair.near().input()).isSameAs(pair.near().input());
		pair.near().write(new byte[3]);
		Eventually.until(() -> available(pair.far()) == 3);
		pair.far().input().close();
		assertThat(pair.far().isClosed()).isTrue();
		pair.near().output().close();
		assertThat(pair.near().isClosed()).isTrue();
	}

	private static int available(TcpConnection connection) {
		try {
			return connection.input().available();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
