package io.coroutine.internal.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketAddresses;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.OpenFiles;
import io.coroutine.test.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Both ends of the connections are on event loops here.
 */
class StreamSocketTests {

	private long filesBefore;

	private CoroutineRuntime runtime;

	private EventLoopGroup group;

	private int listener;

	@BeforeEach
	void start() throws Exception {
		this.filesBefore = OpenFiles.count();
		this.runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(2).start();
		this.group = Scheduler.behind(this.runtime).loops();
		this.listener = Sockets.open();
		Errno.check(Sockets.bind(this.listener, InetAddress.getLoopbackAddress(), 0));
		Errno.check(Sockets.listen(this.listener, 100));
	}

	@AfterEach
	void stop() {
		Sockets.close(this.listener);
		this.runtime.close();
		OpenFiles.awaitAtMost(this.filesBefore);
	}

	private List<StreamSocket> connect() throws IOException {
		StreamSocket socket = new StreamSocket(this.group, Sockets.open());
		int port = Sockets.localAddress(this.listener).getPort();
		socket.connect(InetAddress.getLoopbackAddress(), port, StreamSocket.deadlineIn(60_000_000_000L));
		Sockets.poll(this.listener, true, 60_000);
		StreamSocket peer = new StreamSocket(this.group,
				Errno.check(Sockets.accept(this.listener, new byte[SocketAddresses.MAX_SIZE])));
		assertThat(socket.localAddress()).isEqualTo(peer.remoteAddress());
		assertThat(socket.remoteAddress()).isEqualTo(peer.localAddress());
		return List.of(socket, peer);
	}

	@Test
	void whenCoroutinesOfTwoLoopsPlayPingPongThenNoWakeUpIsLost() throws Exception {
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		int rounds = 5_000;
		List<Coroutine> players = new ArrayList<>();
		List<StreamSocket> sockets = new ArrayList<>();
		List<Integer> results = Collections.synchronizedList(new ArrayList<>());
		for (int i = 0; i < 6; i++) {
			List<StreamSocket> pair = connect();
			sockets.addAll(pair);
			Random random = new Random(seed + i);
			players.add(this.runtime.start(() -> results.add(play(pair.getFirst(), rounds, true, random))));
			players.add(this.runtime.start(() -> results.add(play(pair.getLast(), rounds, false, new Random(seed)))));
		}
		for (Coroutine player : players) {
			player.join();
		}
		sockets.forEach(StreamSocket::close);
		assertThat(results).hasSize(12).containsOnly(rounds);
	}

	private static int play(StreamSocket socket, int rounds, boolean first, Random random) {
		byte[] buffer = new byte[16];
		try {
			for (int i = 0; i < rounds; i++) {
				if (first) {
					socket.write(new byte[] { (byte) i }, 0, 1, StreamSocket.NO_DEADLINE);
				}
				long deadline = (random.nextInt(4) == 0) ? StreamSocket.deadlineIn(60_000_000_000L + i)
						: StreamSocket.NO_DEADLINE;
				int count = socket.read(buffer, 0, 1 + random.nextInt(16), deadline);
				if (count != 1 || buffer[0] != (byte) i) {
					return -1;
				}
				if (random.nextInt(16) == 0) {
					Thread.yield();
				}
				if (!first) {
					socket.write(new byte[] { (byte) i }, 0, 1, StreamSocket.NO_DEADLINE);
				}
			}
			return rounds;
		}
		catch (IOException ex) {
			return -2;
		}
	}

	@Test
	void whenShortReadHasEmptiedKernelThenNextEventIsWaitedFor() throws Exception {
		List<StreamSocket> pair = connect();
		StreamSocket socket = pair.getFirst();
		byte[] buffer = new byte[10];
		assertThat(socket.readNow(buffer, 0, 10)).isEqualTo(StreamSocket.NOTHING);
		pair.getLast().write(new byte[3], 0, 3, StreamSocket.NO_DEADLINE);
		assertThat(socket.read(buffer, 0, 10, StreamSocket.NO_DEADLINE)).isEqualTo(3);
		pair.getLast().write(new byte[10], 0, 10, StreamSocket.NO_DEADLINE);
		assertThat(socket.read(buffer, 0, 10, StreamSocket.NO_DEADLINE)).isEqualTo(10);
		assertThat(socket.readNow(buffer, 0, 10)).isEqualTo(StreamSocket.NOTHING);
		pair.getLast().close();
		assertThat(socket.read(buffer, 0, 10, StreamSocket.NO_DEADLINE)).isEqualTo(StreamSocket.END);
		socket.close();
	}

	@Test
	void whenDeadlinePassesThenReadAndWriteEnd() throws Exception {
		List<StreamSocket> pair = connect();
		StreamSocket socket = pair.getFirst();
		Task<Void> task = new Task<>(() -> {
			assertThatExceptionOfType(SocketTimeoutException.class)
				.isThrownBy(() -> socket.read(new byte[1], 0, 1, StreamSocket.deadlineIn(1_000_000)))
				.withMessage("Read timed out");
			byte[] much = new byte[64 * 1024 * 1024];
			assertThatExceptionOfType(SocketTimeoutException.class)
				.isThrownBy(() -> socket.write(much, 0, much.length, StreamSocket.deadlineIn(1_000_000)))
				.withMessage("Write timed out");
			return null;
		});
		this.runtime.start(task);
		task.get();
		pair.forEach(StreamSocket::close);
	}

	@Test
	void whenInUseThenDescriptorIsClosedAtEndOfUse() throws Exception {
		List<StreamSocket> pair = connect();
		StreamSocket socket = pair.getFirst();
		socket.beginUse();
		socket.close();
		assertThat(socket.isClosed()).isTrue();
		assertThat(Sockets.available(socket.descriptor())).isNotNegative();
		assertThatExceptionOfType(SocketException.class).isThrownBy(socket::beginUse).withMessage("Socket closed");
		Path file = OpenFiles.targetOf(socket.descriptor());
		assertThat(OpenFiles.isOpen(file)).isTrue();
		socket.endUse();
		assertThat(OpenFiles.isOpen(file)).isFalse();
		pair.getLast().close();
	}

	@Test
	void whenRuntimeStopsThenWaitsOfOtherVirtualThreadsGoOn() throws Exception {
		List<StreamSocket> pair = connect();
		Task<Integer> waiting = new Task<>(() -> pair.getFirst().read(new byte[5], 0, 5, StreamSocket.NO_DEADLINE));
		Thread.startVirtualThread(waiting);
		waiting.awaitWaiting();
		Task<Integer> timed = new Task<>(() -> pair.getLast()
			.read(new byte[5], 0, 5, StreamSocket.deadlineIn(TimeUnit.MILLISECONDS.toNanos(200))));
		Thread.startVirtualThread(timed);
		timed.awaitWaiting();
		this.runtime.close();
		pair.getLast().write(new byte[3], 0, 3, StreamSocket.NO_DEADLINE);
		assertThat(waiting.get().intValue()).isEqualTo(3);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(timed::get);
		Task<Integer> interrupted = new Task<>(() -> pair.getFirst().read(new byte[5], 0, 5, StreamSocket.NO_DEADLINE));
		Thread.startVirtualThread(interrupted);
		interrupted.awaitWaiting().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(interrupted::get);
		Task<Integer> closed = new Task<>(() -> pair.getFirst().read(new byte[5], 0, 5, StreamSocket.NO_DEADLINE));
		Thread.startVirtualThread(closed);
		closed.awaitWaiting();
		pair.forEach(StreamSocket::close);
		assertThatExceptionOfType(SocketException.class).isThrownBy(closed::get).withMessage("Socket closed");
	}

}
