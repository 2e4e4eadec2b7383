package io.coroutine.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How the server ends, on both engines.
 */
@ParameterizedClass
@MethodSource("inCoroutines")
class TcpServerStopTests extends TcpContract {

	@Test
	void whenStoppedThenRequestsInFlightAreServed() throws Exception {
		CountDownLatch arrived = new CountDownLatch(3);
		CountDownLatch free = new CountDownLatch(1);
		TcpServer server = serve((connection) -> {
			connection.read(new byte[1]);
			arrived.countDown();
			free.await();
			connection.write(new byte[] { 42 });
		});
		List<TcpConnection> clients = List.of(connect(server.localAddress()), connect(server.localAddress()),
				connect(server.localAddress()));
		for (TcpConnection client : clients) {
			client.write(new byte[1]);
		}
		arrived.await();
		Task<Integer> stopping = begin(() -> server.stop(LONG)).awaitWaiting();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(server.localAddress()));
		assertThat(stopping.isDone()).isFalse();
		free.countDown();
		assertThat(stopping.get()).isZero();
		for (TcpConnection client : clients) {
			byte[] answer = new byte[2];
			assertThat(client.read(answer)).isEqualTo(1);
			assertThat(answer[0]).isEqualTo((byte) 42);
		}
		assertThat(server.connections()).isZero();
		assertThat(server.stop(Duration.ZERO)).isZero();
	}

	@Test
	void whenGraceIsOverThenConnectionsAreCutOffAndHandlersCancelled() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		// A handler that has not begun does not run any more
		CountDownLatch begun = new CountDownLatch(2);
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		TcpServer server = serve((connection) -> {
			begun.countDown();
			try {
				if (connection.read(new byte[1]) == 1) {
					waiting.countDown();
					new CountDownLatch(1).await();
				}
			}
			catch (SocketException | InterruptedException ex) {
				failures.add(ex);
				throw ex;
			}
		});
		TcpConnection sleeping = connect(server.localAddress());
		sleeping.write(new byte[1]);
		TcpConnection reading = connect(server.localAddress());
		waiting.await();
		begun.await();
		assertThat(server.stop(SHORT)).isEqualTo(2);
		assertThat(sleeping.read(new byte[1])).isEqualTo(-1);
		assertThat(reading.read(new byte[1])).isEqualTo(-1);
		Eventually.until(() -> server.connections() == 0);
		assertThat(failures).hasSize(2).hasAtLeastOneElementOfType(InterruptedException.class);
	}

	@Test
	void whenStopIsInterruptedThenConnectionsAreCutOff() throws Exception {
		TcpServer server = serve(TcpContract::echo);
		TcpConnection client = connect(server.localAddress());
		Eventually.until(() -> server.connections() == 1);
		Task<Boolean> stopping = begin(() -> server.stop(LONG) == 1 && Thread.interrupted()).awaitWaiting();
		stopping.interrupt();
		assertThat(stopping.get()).isTrue();
		assertThat(client.read(new byte[1])).isEqualTo(-1);
	}

	@Test
	void whenHandlersStopTheirServerThenTheyAreNotWaitedFor() throws Exception {
		AtomicReference<TcpServer> self = new AtomicReference<>();
		CountDownLatch serving = new CountDownLatch(3);
		Queue<Integer> left = new ConcurrentLinkedQueue<>();
		CountDownLatch stopped = new CountDownLatch(2);
		self.set(serve((connection) -> {
			boolean stops = connection.read(new byte[1]) == 1;
			serving.countDown();
			serving.await();
			if (stops) {
				left.add(self.get().stop(LONG));
				stopped.countDown();
				stopped.await();
				connection.write(new byte[] { 42 });
			}
		}));
		InetSocketAddress address = self.get().localAddress();
		List<TcpConnection> clients = List.of(connect(address), connect(address), connect(address));
		clients.get(0).write(new byte[1]);
		clients.get(1).write(new byte[1]);
		clients.get(2).shutdownOutput();
		byte[] answer = new byte[1];
		for (TcpConnection client : clients.subList(0, 2)) {
			assertThat(client.read(answer)).isEqualTo(1);
			assertThat(answer[0]).isEqualTo((byte) 42);
		}
		assertThat(left).containsExactly(0, 0);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(address));
		Eventually.until(() -> self.get().connections() == 0);
	}

	@Test
	void whenClosedAtAnyMomentThenNothingIsLeft() throws Exception {
		Random random = new Random();
		for (int i = 0; i < 30; i++) {
			TcpServer server = builder(TcpContract::echo).maxConnections(1 + random.nextInt(5)).start();
			List<Task<Void>> clients = new ArrayList<>();
			for (int j = 0; j < 8; j++) {
				clients.add(start(() -> {
					try (TcpConnection client = TcpClient.connect(server.localAddress(), LONG)) {
						client.write(new byte[1]);
						client.read(new byte[1]);
					}
					catch (IOException ex) {
						// The server is closed
					}
				}));
			}
			Thread.sleep(random.nextInt(5));
			server.close();
			if (this.engine == EngineChoice.EVENT_LOOP) {
				// A selector of the JDK may keep the listener a moment longer
				assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(server.localAddress()));
			}
			// It does not wait for ever, and a loop may have accepted one more just then
			Eventually.until(() -> server.connections() == 0);
			for (Task<Void> client : clients) {
				client.get();
			}
		}
	}

	@Test
	void whenGraceIsNegativeThenFailureSaysSoAndServerGoesOn() throws Exception {
		TcpServer server = serve(TcpContract::echo);
		assertThatIllegalArgumentException().isThrownBy(() -> server.stop(Duration.ofMillis(-1)));
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[1]);
		assertThat(client.read(new byte[1])).isEqualTo(1);
	}

	@Test
	void whenRuntimeIsClosedFirstThenConnectionsEndAndServerCanBeClosed() throws Exception {
		CoroutineRuntime other = newRuntime();
		TcpServer server = TcpServer.builder(other, TcpContract::echo).address(loopback(0)).start();
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[1]);
		assertThat(client.read(new byte[1])).isEqualTo(1);
		other.close();
		assertThat(client.read(new byte[1])).isEqualTo(-1);
		assertThat(server.connections()).isZero();
		server.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(server.localAddress()));
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> TcpServer.builder(other, TcpContract::echo).address(loopback(0)).start());
	}

	@Test
	void whenServerIsStartedAndStoppedByACoroutineThenItWorksTheSame() throws Exception {
		TcpServer server = opened(call(() -> builder(TcpContract::echo).start()));
		TcpConnection client = connect(server.localAddress());
		client.write(new byte[1]);
		assertThat(client.read(new byte[1])).isEqualTo(1);
		int left = call(() -> server.stop(Duration.ZERO));
		assertThat(left).isEqualTo(1);
	}

}
