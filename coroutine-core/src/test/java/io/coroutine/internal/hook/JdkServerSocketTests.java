package io.coroutine.internal.hook;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.test.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server sockets of the JDK in coroutines.
 */
class JdkServerSocketTests {

	/**
	 * There is one loop, and no other carrier that could take it over.
	 */
	@ParameterizedTest
	@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
	void whenCoroutineAcceptsThenItParksAndItsLoopGoesOn(EngineChoice engine) throws Exception {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder()
			.engine(engine)
			.loops(1)
			.spareCarriers(0)
			// Longer than the machine may hold a coroutine up
			.stallThreshold(Duration.ofSeconds(30))
			.start(); ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			Task<Integer> accepting = new Task<>(() -> {
				try (Socket accepted = server.accept()) {
					return accepted.getInputStream().read();
				}
			});
			runtime.start(accepting);
			accepting.awaitWaiting();
			assertThat(accepting.isDone()).isFalse();
			Task<Void> connecting = new Task<>(() -> {
				try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
					socket.getOutputStream().write(42);
					return null;
				}
			});
			runtime.start(connecting);
			connecting.get();
			assertThat(accepting.get().intValue()).isEqualTo(42);
			assertThat(runtime.snapshot().refusedHandOvers()).isZero();
		}
	}

}
