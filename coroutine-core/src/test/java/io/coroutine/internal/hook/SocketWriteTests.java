package io.coroutine.internal.hook;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ParameterizedClass
@MethodSource("all")
class SocketWriteTests extends SocketContract {

	private static final int LARGE = 64 * 1024 * 1024;

	@Test
	void whenMuchGoesBothWaysThenAllArrives() throws Exception {
		Pair pair = connect();
		int size = (this.sockets == SocketKind.LOOP) ? LARGE : LARGE / 16;
		long seed = System.nanoTime();
		System.out.println("Seed of the transfer: " + seed);
		Task<Long> sent = begin(() -> send(pair.socket(), size, seed));
		Task<Long> received = begin(() -> receive(pair.socket(), size, seed));
		Task<Long> sentByPeer = ThreadKind.PLATFORM.begin(this.runtime, () -> send(pair.peer(), size, seed + 1));
		Task<Long> receivedByPeer = ThreadKind.PLATFORM.begin(this.runtime, () -> receive(pair.peer(), size, seed + 1));
		assertThat(receivedByPeer.get()).isEqualTo(sent.get());
		assertThat(received.get()).isEqualTo(sentByPeer.get());
	}

	private static long send(Socket socket, int size, long seed) throws Exception {
		Random random = new Random(seed);
		CRC32C checksum = new CRC32C();
		byte[] data = new byte[4 * 1024 * 1024];
		random.nextBytes(data);
		int left = size;
		while (left > 0) {
			int length = Math.min(left, 1 + random.nextInt((random.nextInt(4) == 0) ? data.length : 64 * 1024));
			int offset = random.nextInt(data.length - length + 1);
			socket.getOutputStream().write(data, offset, length);
			checksum.update(data, offset, length);
			left -= length;
		}
		socket.shutdownOutput();
		return checksum.getValue();
	}

	private static long receive(Socket socket, int size, long seed) throws Exception {
		Random random = new Random(seed);
		CRC32C checksum = new CRC32C();
		byte[] data = new byte[1024 * 1024];
		int total = 0;
		int count = 0;
		while (count >= 0) {
			checksum.update(data, 0, count);
			total += count;
			count = socket.getInputStream().read(data, 0, 1 + random.nextInt(data.length));
		}
		assertThat(total).isEqualTo(size);
		return checksum.getValue();
	}

	@Test
	void whenSeveralWriteThenEachWriteStaysWhole() throws Exception {
		Pair pair = connect();
		int length = 1_000_000;
		List<Task<Void>> tasks = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			byte[] data = new byte[length];
			Arrays.fill(data, (byte) i);
			tasks.add(start(() -> pair.socket().getOutputStream().write(data)));
		}
		InputStream in = pair.peer().getInputStream();
		for (int i = 0; i < tasks.size(); i++) {
			byte[] data = in.readNBytes(length);
			assertThat(data).hasSize(length).containsOnly(data[0]);
		}
		for (Task<Void> task : tasks) {
			task.get();
		}
	}

	@Test
	void whenRangeIsWrongThenNothingIsWritten() throws Exception {
		Pair pair = connect();
		OutputStream out = pair.socket().getOutputStream();
		run(() -> out.write(new byte[0]));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> out.write(new byte[1], 1, 1));
		run(() -> out.write("..abc..".getBytes(StandardCharsets.UTF_8), 2, 3));
		pair.socket().shutdownOutput();
		assertThat(pair.peer().getInputStream().readAllBytes()).asString().isEqualTo("abc");
	}

	@Test
	void whenOutputIsShutDownThenPeerSeesEndAndReadsGoOn() throws Exception {
		Pair pair = connect();
		OutputStream out = pair.socket().getOutputStream();
		run(() -> out.write("bye".getBytes(StandardCharsets.UTF_8)));
		run(pair.socket()::shutdownOutput);
		assertThat(pair.peer().getInputStream().readAllBytes()).asString().isEqualTo("bye");
		assertThatThrownBy(() -> run(() -> out.write(1))).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Broken pipe");
		assertThatExceptionOfType(SocketException.class).isThrownBy(pair.socket()::getOutputStream)
			.withMessage("Socket output is shutdown");
		assertThatExceptionOfType(SocketException.class).isThrownBy(pair.socket()::shutdownOutput)
			.withMessage("Socket output is already shutdown");
		pair.send("hello");
		assertThat(call(() -> pair.socket().getInputStream().readNBytes(5))).asString().isEqualTo("hello");
	}

	@Test
	void whenOutputIsShutDownWhileWritingThenWriteFails() throws Exception {
		Pair pair = connect();
		OutputStream out = pair.socket().getOutputStream();
		Task<Void> task = start(() -> out.write(new byte[LARGE])).awaitWaiting();
		pair.socket().shutdownOutput();
		assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class).hasMessage("Broken pipe");
	}

	@Test
	void whenPeerResetsThenWritesFail() throws Exception {
		Pair pair = connect();
		OutputStream out = pair.socket().getOutputStream();
		Task<Void> task = start(() -> out.write(new byte[LARGE])).awaitWaiting();
		pair.reset();
		assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class).hasMessage("Connection reset by peer");
		assertThatThrownBy(() -> run(() -> out.write(1))).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Broken pipe");
	}

	@Test
	void whenPeerHasResetBeforeThenShutdownIsNoError() throws Exception {
		Pair pair = connect();
		pair.reset();
		run(pair.socket()::shutdownOutput);
		run(pair.socket()::shutdownInput);
	}

	@Test
	void whenUrgentDataIsSentThenPeerGetsIt() throws Exception {
		Pair pair = connect();
		pair.peer().setOOBInline(true);
		run(() -> {
			pair.socket().getOutputStream().write('a');
			pair.socket().sendUrgentData('!' + 256);
			pair.socket().getOutputStream().write('b');
			pair.socket().shutdownOutput();
		});
		assertThat(pair.peer().getInputStream().readAllBytes()).asString().isEqualTo("a!b");
		pair.socket().close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> run(() -> pair.socket().sendUrgentData(1)))
			.withMessage("Socket closed");
	}

}
