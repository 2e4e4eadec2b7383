package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The number of a descriptor goes to the next socket as soon as it is closed.
 */
@ParameterizedClass
@MethodSource("all")
class SocketReuseTests extends SocketContract {

	@Test
	void whenSocketsComeAndGoThenNoneGetsDataOrEventsOfAnother() throws Exception {
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		Task<Void> server = ThreadKind.VIRTUAL.begin(this.runtime, this::echo);
		List<Task<Integer>> workers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			Random random = new Random(seed + i);
			workers.add(begin(() -> openAndClose(random)));
		}
		int failures = 0;
		for (Task<Integer> worker : workers) {
			failures += worker.get();
		}
		assertThat(failures).isPositive();
		this.server.close();
		server.get();
	}

	private Void echo() throws Exception {
		List<Task<?>> connections = new ArrayList<>();
		try {
			while (true) {
				Socket accepted = this.server.accept();
				connections.add(ThreadKind.VIRTUAL.begin(this.runtime, () -> {
					try (accepted) {
						return accepted.getInputStream().transferTo(accepted.getOutputStream());
					}
					catch (SocketException ex) {
						return -1L;
					}
				}));
			}
		}
		catch (SocketException ex) {
			for (Task<?> connection : connections) {
				connection.get();
			}
			return null;
		}
	}

	/**
	 * Return how many connections were closed before their end.
	 */
	private int openAndClose(Random random) throws Exception {
		int failures = 0;
		for (int i = 0; i < 100; i++) {
			try (Socket socket = this.sockets.newSocket(Scheduler.behind(this.runtime).loops())) {
				socket.connect(serverAddress());
				Task<Void> closing = (random.nextInt(3) == 0) ? closeSoon(socket, random.nextInt(400)) : null;
				if (!talk(socket, random)) {
					failures++;
				}
				if (closing != null) {
					closing.get();
				}
			}
		}
		return failures;
	}

	private Task<Void> closeSoon(Socket socket, int micros) {
		ThreadKind kind = ThreadKind.values()[micros % 3];
		return kind.begin(this.runtime, () -> {
			TimeUnit.MICROSECONDS.sleep(micros);
			socket.close();
			return null;
		});
	}

	private static boolean talk(Socket socket, Random random) throws IOException {
		try {
			for (int i = random.nextInt(10); i >= 0; i--) {
				byte[] token = ByteBuffer.allocate(8).putLong(random.nextLong()).array();
				socket.getOutputStream().write(token);
				byte[] answer = socket.getInputStream().readNBytes(8);
				assertThat(answer).isEqualTo(token);
			}
			return true;
		}
		catch (SocketException ex) {
			assertThat(ex.getMessage()).isIn("Socket closed", "Socket is closed");
			return false;
		}
	}

}
