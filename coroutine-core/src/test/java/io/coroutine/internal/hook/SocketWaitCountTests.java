package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.net.TcpClient;
import io.coroutine.net.TcpConnection;
import io.coroutine.net.TcpContract;
import io.coroutine.net.TcpServer;
import io.coroutine.snapshot.SocketKind;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How many wait for sockets is known whatever ends the waits, and also while loops are
 * taken over from coroutines that occupy them.
 */
class SocketWaitCountTests {

	private static final int LEFT = 5;

	private CoroutineRuntime runtime;

	private TcpServer server;

	@BeforeEach
	void start() throws Exception {
		this.runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.loops(2)
			.spareCarriers(8)
			.stallThreshold(Duration.ofMillis(2))
			.start();
		this.server = TcpServer.builder(this.runtime, SocketWaitCountTests::echo)
			.address(TcpContract.loopback(0))
			.start();
	}

	@AfterEach
	void stop() {
		this.server.close();
		this.runtime.close();
	}

	private static void echo(TcpConnection connection) {
		byte[] bytes = new byte[64];
		try {
			for (int count = connection.read(bytes); count > 0; count = connection.read(bytes)) {
				connection.write(bytes, 0, count);
			}
		}
		catch (IOException ex) {
			// The client has closed it
		}
	}

	@Test
	void whenWaitsEndInAllWaysAndLoopsAreTakenOverThenNoneIsMiscounted() throws Exception {
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		// These wait all the time, so that a count too few shows as well
		List<TcpConnection> left = new ArrayList<>();
		for (int i = 0; i < LEFT; i++) {
			TcpConnection connection = TcpClient.connect(this.runtime, this.server.localAddress(), TcpContract.LONG);
			left.add(connection);
			this.runtime.start(() -> echo(connection));
		}
		List<Coroutine> clients = new ArrayList<>();
		for (int i = 0; i < 24; i++) {
			Random random = new Random(seed + i);
			StackMode mode = (i % 8 == 0) ? StackMode.PRIVATE : StackMode.SHARED;
			clients.add(this.runtime.coroutine().stackMode(mode).start(() -> converse(random)));
		}
		for (Coroutine client : clients) {
			client.join();
		}
		Eventually.until(() -> this.runtime.snapshot().live() == 2 * LEFT);
		Eventually.until(() -> waiting() == 2 * LEFT);
		for (TcpConnection connection : left) {
			connection.close();
		}
		Eventually.until(() -> this.runtime.snapshot().live() == 0);
		Eventually.until(() -> waiting() == 0);
	}

	private long waiting() {
		return this.runtime.snapshot().socketsWaiting().get(SocketKind.OTHER);
	}

	private void converse(Random random) {
		for (int round = 0; round < 10 || this.runtime.snapshot().handOvers() == 0; round++) {
			try (TcpConnection connection = TcpClient.connect(this.server.localAddress(), TcpContract.LONG)) {
				switch (random.nextInt(5)) {
					case 0 -> timeOut(connection);
					case 1 -> closeWhileRead(connection);
					case 2 -> spin();
					default -> exchange(connection, random);
				}
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static void exchange(TcpConnection connection, Random random) throws IOException {
		byte[] bytes = new byte[1 + random.nextInt(64)];
		for (int i = 0; i < 20; i++) {
			connection.write(bytes);
			connection.readFully(bytes);
		}
	}

	private static void timeOut(TcpConnection connection) throws IOException {
		connection.readTimeout(TcpContract.SHORT);
		try {
			connection.read(new byte[1]);
			throw new IllegalStateException("Nothing was sent");
		}
		catch (SocketTimeoutException ex) {
			// As it should
		}
	}

	private static void closeWhileRead(TcpConnection connection) throws InterruptedException {
		Coroutine reader = CoroutineRuntime.current().start(() -> echo(connection));
		Thread.sleep(1);
		connection.close();
		reader.join();
	}

	private static void spin() {
		long until = System.nanoTime() + Duration.ofMillis(10).toNanos();
		while (System.nanoTime() - until < 0) {
			Thread.onSpinWait();
		}
	}

}
