package io.coroutine.tomcat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.snapshot.SocketKind;
import io.coroutine.test.Eventually;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever waits for a connection in another way gets its events, and nobody else does.
 */
class EventInterestTests {

	private static final int BYTES = 5_000;

	private static final int SECOND = 1;

	@Test
	void whenInterestIsWithdrawnOnItsWayToTheLoopThenThereIsNoSecondEvent() throws Exception {
		CyclicBarrier step = new CyclicBarrier(2);
		AtomicReference<LoopSocketWrapper> inside = new AtomicReference<>();
		AtomicBoolean registered = new AtomicBoolean();
		AtomicInteger events = new AtomicInteger();
		try (TestServer server = server((connection) -> {
			if (events.incrementAndGet() > 1) {
				return;
			}
			assertThat(read(connection, false)).isEqualTo(0);
			inside.set(connection);
			// Keeps the loop, so that the interest is queued there
			while (!registered.get()) {
				Thread.onSpinWait();
			}
			assertThat(read(connection, true)).isEqualTo(SECOND);
			await(step);
		}); RawClient client = server.start().connect()) {
			client.send(new byte[] { 0 });
			Eventually.until("the first event is processed", () -> inside.get() != null);
			inside.get().registerReadInterest();
			registered.set(true);
			Eventually.until("the coroutine waits for the second byte",
					() -> server.runtime().snapshot().socketsWaiting().get(SocketKind.HTTP_IN) == 1);
			client.send(new byte[] { SECOND });
			await(step);
			CountDownLatch arrived = new CountDownLatch(1);
			inside.get().home().execute((_) -> arrived.countDown());
			assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
			Eventually.until("all events are processed", () -> server.runtime().snapshot().live() == 0);
			assertThat(events).hasValue(1);
		}
	}

	@Test
	void whenInterestIsAskedForAndWithdrawnAtRandomThenNoByteWaitsForEver() throws Exception {
		AtomicInteger received = new AtomicInteger();
		AtomicReference<String> wrong = new AtomicReference<>();
		try (TestServer server = server((connection) -> receiveSome(connection, received, wrong))) {
			server.endpoint().setCpus(new RestlessCpus());
			server.start();
			try (RawClient client = server.connect()) {
				int sent = 0;
				while (sent < BYTES) {
					byte[] burst = new byte[ThreadLocalRandom.current().nextInt(1, 4)];
					for (int i = 0; i < burst.length; i++) {
						burst[i] = (byte) (sent + i);
					}
					client.send(burst);
					sent += burst.length;
					if (ThreadLocalRandom.current().nextInt(4) == 0) {
						int all = sent;
						Eventually.until("all that was sent is received",
								() -> received.get() >= all || wrong.get() != null);
					}
				}
				int all = sent;
				Eventually.until("all is received", () -> received.get() >= all || wrong.get() != null);
				assertThat(wrong).hasNullValue();
			}
			server.awaitNothingLeft();
		}
	}

	/**
	 * Read until there is nothing, sometimes after another thread has asked for an event,
	 * and sometimes for longer than there is something.
	 */
	private static void receiveSome(LoopSocketWrapper connection, AtomicInteger received,
			AtomicReference<@Nullable String> wrong) throws IOException {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		boolean more = true;
		while (more) {
			if (random.nextInt(3) == 0) {
				askElsewhere(connection);
			}
			boolean block = random.nextInt(3) == 0 && received.get() < BYTES / 2;
			int value = read(connection, block);
			more = value >= 0;
			if (more && (byte) received.getAndIncrement() != (byte) value) {
				wrong.set("A byte came in the wrong place: " + value);
			}
		}
		connection.registerReadInterest();
	}

	private static void askElsewhere(LoopSocketWrapper connection) {
		CountDownLatch asked = new CountDownLatch(1);
		Thread.ofPlatform().start(() -> {
			connection.registerReadInterest();
			asked.countDown();
		});
		try {
			asked.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Read one byte.
	 * @return the byte, or -1 if there is none now
	 */
	private static int read(LoopSocketWrapper connection, boolean block) throws IOException {
		byte[] one = new byte[1];
		return (connection.read(block, one, 0, 1) > 0) ? one[0] & 0xff : -1;
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static TestServer server(Reader reader) throws IOException {
		// Nobody takes a loop from whoever spins
		TestServer server = TestServer.ofCoroutines((runtime) -> runtime.stallThreshold(Duration.ofMinutes(1)));
		server.endpoint().setHandler(new ReadingHandler(reader));
		return server;
	}

	/**
	 * What reads from a connection when it may be ready.
	 */
	@FunctionalInterface
	private interface Reader {

		void read(LoopSocketWrapper connection) throws IOException;

	}

	/**
	 * Has events processed by a reader in place of a protocol.
	 */
	private record ReadingHandler(Reader reader) implements Handler<StreamSocket> {

		@Override
		public SocketState process(SocketWrapperBase<StreamSocket> socket, SocketEvent event) {
			LoopSocketWrapper connection = (LoopSocketWrapper) socket;
			if (connection.needsBuffers()) {
				connection.lendBuffers(null);
			}
			try {
				this.reader.read(connection);
				return SocketState.OPEN;
			}
			catch (IOException ex) {
				return SocketState.CLOSED;
			}
		}

		@Override
		public Object getGlobal() {
			return this;
		}

		@Override
		public void release(SocketWrapperBase<StreamSocket> socket) {
		}

		@Override
		public void pause() {
		}

		@Override
		public void recycle() {
		}

	}

}
