package io.coroutine.internal.hook;

import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ParameterizedClass
@MethodSource("all")
class SocketReadTests extends SocketContract {

	@Test
	void whenDataIsThereOrComesThenItIsRead() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		pair.send("here");
		assertThat(call(() -> in.readNBytes(4))).asString().isEqualTo("here");
		Task<byte[]> task = begin(() -> in.readNBytes(5)).awaitWaiting();
		pair.send("later");
		assertThat(task.get()).asString().isEqualTo("later");
		pair.send("\u0080\u00ff");
		assertThat(call(() -> List.of(in.read(), in.read(), in.read(), in.read()))).containsExactly(0xc2, 0x80, 0xc3,
				0xbf);
	}

	@Test
	void whenRangeIsWrongThenNothingIsRead() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		assertThat(callInt(() -> in.read(new byte[0]))).isZero();
		assertThat(callInt(() -> in.read(new byte[1], 1, 0))).isZero();
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> in.read(new byte[1], 1, 1));
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> in.read(null, 0, 1));
	}

	@Test
	void whenRangeIsInMiddleThenRestOfArrayStays() throws Exception {
		Pair pair = connect();
		byte[] bytes = "........".getBytes(StandardCharsets.UTF_8);
		pair.send("abc");
		assertThat(callInt(() -> pair.socket().getInputStream().read(bytes, 2, 5))).isEqualTo(3);
		assertThat(bytes).asString().isEqualTo("..abc...");
	}

	@Test
	void whenPeerEndsThenEndOfStreamStays() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		pair.send("last");
		pair.peer().shutdownOutput();
		assertThat(call(in::readAllBytes)).asString().isEqualTo("last");
		assertThat(callInt(in::read)).isEqualTo(-1);
		pair.socket().close();
		assertThat(callInt(in::read)).isEqualTo(-1);
	}

	@Test
	void whenPeerEndsWhileReadingThenReadEnds() throws Exception {
		Pair pair = connect();
		Task<Integer> task = begin(() -> pair.socket().getInputStream().read()).awaitWaiting();
		pair.peer().close();
		assertThat(task.get()).isEqualTo(-1);
	}

	@Test
	void whenPeerResetsThenConnectionStaysReset() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		Task<Integer> task = begin(in::read).awaitWaiting();
		pair.reset();
		assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class).hasMessage("Connection reset");
		assertThatThrownBy(() -> call(in::read)).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Connection reset");
		pair.socket().close();
		assertThatThrownBy(() -> call(in::read)).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
	}

	@Test
	void whenPeerHasResetBeforeThenReadFails() throws Exception {
		Pair pair = connect();
		pair.reset();
		assertThatThrownBy(() -> call(() -> pair.socket().getInputStream().read()))
			.isExactlyInstanceOf(SocketException.class)
			.hasMessage("Connection reset");
	}

	@Test
	void whenNothingComesInTimeThenReadTimesOutAndSocketGoesOn() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		for (int timeout : List.of(1, 30, 2)) {
			pair.socket().setSoTimeout(timeout);
			long before = System.nanoTime();
			assertThatThrownBy(() -> call(in::read)).isExactlyInstanceOf(SocketTimeoutException.class)
				.hasMessage("Read timed out");
			assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(timeout));
		}
		pair.socket().setSoTimeout(60_000);
		pair.send("x");
		assertThat(callInt(in::read)).isEqualTo('x');
		Task<Integer> task = begin(in::read).awaitWaiting();
		pair.send("y");
		assertThat(task.get()).isEqualTo('y');
		pair.socket().setSoTimeout(1);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> call(in::read));
		pair.socket().setSoTimeout(0);
		task = begin(in::read).awaitWaiting();
		pair.send("z");
		assertThat(task.get()).isEqualTo('z');
	}

	@Test
	void whenDataTricklesThenEachReadHasItsOwnTime() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		Task<Integer> task = begin(() -> {
			int count = 0;
			int timeouts = 0;
			while (count < 100) {
				pair.socket().setSoTimeout((count % 3 == 0) ? 1 : 60_000 + count);
				try {
					assertThat(in.read()).isEqualTo(count);
					count++;
				}
				catch (SocketTimeoutException ex) {
					assertThat(count % 3).isZero();
					timeouts++;
				}
			}
			return timeouts;
		});
		for (int i = 0; i < 100; i++) {
			pair.peer().getOutputStream().write(i);
			TimeUnit.MILLISECONDS.sleep(i % 4);
		}
		assertThat(task.get()).isNotNegative();
	}

	@Test
	void whenSeveralReadThenTheyTakeTurns() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		List<Task<Integer>> tasks = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			tasks.add(begin(() -> {
				int sum = 0;
				for (int value = in.read(); value >= 0; value = in.read()) {
					sum += value;
				}
				return sum;
			}));
		}
		byte[] data = new byte[10_000];
		Arrays.fill(data, (byte) 1);
		pair.peer().getOutputStream().write(data);
		pair.peer().shutdownOutput();
		int sum = 0;
		for (Task<Integer> task : tasks) {
			sum += task.get();
		}
		assertThat(sum).isEqualTo(data.length);
	}

	@Test
	void whenAnotherReadsThenWaitForTurnCountsForTimeout() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		Task<Integer> first = begin(in::read).awaitWaiting();
		pair.socket().setSoTimeout(10);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> call(in::read))
			.withMessage("Read timed out");
		assertThat(first.isDone()).isFalse();
		pair.send("x");
		assertThat(first.get()).isEqualTo('x');
	}

	@Test
	void whenInputIsShutDownThenReadEnds() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		Task<Integer> task = begin(in::read).awaitWaiting();
		run(pair.socket()::shutdownInput);
		assertThat(task.get()).isEqualTo(-1);
		assertThat(callInt(in::read)).isEqualTo(-1);
		pair.send("ignored");
		assertThat(callInt(in::available)).isZero();
		assertThat(callInt(in::read)).isEqualTo(-1);
		assertThat(pair.socket().isInputShutdown()).isTrue();
		assertThatExceptionOfType(SocketException.class).isThrownBy(pair.socket()::getInputStream)
			.withMessage("Socket input is shutdown");
		assertThatExceptionOfType(SocketException.class).isThrownBy(pair.socket()::shutdownInput)
			.withMessage("Socket input is already shutdown");
		run(() -> pair.socket().getOutputStream().write('x'));
		assertThat(pair.peer().getInputStream().read()).isEqualTo('x');
	}

	@Test
	void whenInputIsShutDownWithDataThereThenDataIsDropped() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		pair.send("dropped");
		pair.awaitArrival(7);
		run(pair.socket()::shutdownInput);
		assertThat(callInt(in::available)).isZero();
		assertThat(callInt(in::read)).isEqualTo(-1);
	}

	@Test
	void whenDataIsThereThenItIsAvailable() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		assertThat(callInt(in::available)).isZero();
		pair.send("hello");
		pair.awaitArrival(5);
		assertThat(callInt(in::read)).isEqualTo('h');
		assertThat(callInt(in::available)).isEqualTo(4);
		pair.socket().close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> call(in::available))
			.withMessage("Socket closed");
	}

	@Test
	void whenUrgentDataComesThenOptionTellsWhetherItIsInStream() throws Exception {
		for (boolean inline : List.of(false, true)) {
			Pair pair = connect();
			pair.socket().setOOBInline(inline);
			InputStream in = pair.socket().getInputStream();
			Task<byte[]> task = begin(in::readAllBytes).awaitWaiting();
			pair.send("ab");
			pair.peer().sendUrgentData('!');
			pair.send("cd");
			pair.peer().shutdownOutput();
			assertThat(task.get()).asString().isEqualTo((inline) ? "ab!cd" : "abcd");
		}
	}

}
