package io.coroutine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketAddresses;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.test.Eventually;
import io.coroutine.test.OpenFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two coroutines that wake each other without end keep their loop busy for ever. Sockets
 * and timers of that loop get their turn nevertheless.
 */
class StarvationTests {

	private static final long LONG_NANOS = 30_000_000_000L;

	private static final long SHORT_NANOS = 2_000_000;

	static Stream<Arguments> all() {
		return Stream.of(EngineChoice.EVENT_LOOP, EngineChoice.PORTABLE)
			.filter(StarvationTests::isFair)
			.flatMap((engine) -> Arrays.stream(Duet.Means.values()).map((means) -> Arguments.of(engine, means)));
	}

	/**
	 * Tell whether an engine lets others run beside two that wake each other. With a
	 * single CPU the JDK does not (as of JDK 25).
	 */
	static boolean isFair(EngineChoice engine) {
		return engine == EngineChoice.EVENT_LOOP || Runtime.getRuntime().availableProcessors() > 1;
	}

	@ParameterizedTest
	@MethodSource("all")
	void whenTwoWakeEachOtherThenSleepersWakeUp(EngineChoice engine, Duet.Means means) throws Exception {
		besideDuet(engine, means, (runtime) -> runtime.submit(() -> {
			for (int i = 0; i < 20; i++) {
				Thread.sleep(1);
			}
			return true;
		}));
	}

	@ParameterizedTest
	@EnumSource
	void whenTwoWakeEachOtherThenSocketsOfTheLoopGetTheirEvents(Duet.Means means) throws Exception {
		besideDuet(EngineChoice.EVENT_LOOP, means, (runtime) -> runtime.submit(() -> {
			EventLoopGroup loops = Scheduler.behind(runtime).loops();
			int listener = Errno.check(Sockets.open());
			Errno.check(Sockets.bind(listener, InetAddress.getLoopbackAddress(), 0));
			Errno.check(Sockets.listen(listener, 1));
			try (StreamSocket client = new StreamSocket(loops, Sockets.open())) {
				client.connect(InetAddress.getLoopbackAddress(), Sockets.localAddress(listener).getPort(),
						StreamSocket.deadlineIn(LONG_NANOS));
				// The listener may get it a moment later
				Sockets.poll(listener, true, 60_000);
				StreamSocket server = new StreamSocket(loops,
						Errno.check(Sockets.accept(listener, new byte[SocketAddresses.MAX_SIZE])));
				Future<Boolean> echo = runtime.submit(() -> echo(server));
				for (int i = 0; i < 50; i++) {
					client.write(new byte[] { (byte) i }, 0, 1, StreamSocket.deadlineIn(LONG_NANOS));
					assertThat(read(client, LONG_NANOS)).isEqualTo(i);
				}
				// The time-out is in the wheel of the loop
				assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> read(client, SHORT_NANOS));
				client.shutdown(Sockets.SHUT_WR);
				return Eventually.get(echo);
			}
			finally {
				Sockets.close(listener);
			}
		}));
	}

	private static boolean echo(StreamSocket server) throws IOException {
		try (server) {
			for (int read = read(server, LONG_NANOS); read >= 0; read = read(server, LONG_NANOS)) {
				server.write(new byte[] { (byte) read }, 0, 1, StreamSocket.deadlineIn(LONG_NANOS));
			}
			return true;
		}
	}

	private static int read(StreamSocket socket, long nanos) throws IOException {
		byte[] buffer = new byte[16];
		int count = socket.read(buffer, 0, buffer.length, StreamSocket.deadlineIn(nanos));
		return (count < 0) ? -1 : buffer[0];
	}

	private static void besideDuet(EngineChoice engine, Duet.Means means, Other other) throws Exception {
		long filesBefore = OpenFiles.count();
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(engine).loops(1).spareCarriers(0).start()) {
			try (Duet duet = new Duet(runtime, means)) {
				Eventually.isTrue(() -> duet.turns() > 0);
				assertThat(Eventually.get(other.startOn(runtime))).isTrue();
				long turns = duet.turns();
				Eventually.isTrue(() -> duet.turns() > turns);
			}
			Eventually.isTrue(() -> runtime.snapshot().live() == 0);
		}
		OpenFiles.awaitAtMost(filesBefore);
	}

	/**
	 * What runs beside the two.
	 */
	private interface Other {

		Future<Boolean> startOn(CoroutineRuntime runtime);

	}

}
