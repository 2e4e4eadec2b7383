package io.coroutine.spring.jdbc;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.Coroutine;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.socket.PeerTask;
import io.coroutine.internal.socket.PeerWatch;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clients that go while their requests wait for a connection.
 */
class PoolClientTests extends AbstractPoolAdmissionTests {

	@Test
	void whenTheClientGoesThenThePlaceIsFreeAndTheRequestIsTold() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAll();
		try (Client client = new Client(); Client patient = new Client()) {
			FutureTask<Boolean> leaving = client.request(() -> {
				assertThatExceptionOfType(ClientGoneException.class).isThrownBy(this.dataSource::getConnection);
				return Thread.currentThread().isInterrupted();
			});
			Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
			FutureTask<Connection> staying = patient.request(this.dataSource::getConnection);
			Eventually.isTrue(() -> this.gate.snapshot().queued() == 2);
			client.leave();
			assertThat(get(leaving)).isFalse();
			assertThat(this.gate.snapshot().queued()).isEqualTo(1);
			closeAll(all);
			get(staying).close();
		}
		assertThat(this.gate.snapshot().cancelled()).isOne();
	}

	@Test
	void whenARequestIsCancelledAndItsClientIsThereThenItIsInterrupted() throws Exception {
		admit(new Settings(null, null));
		List<Connection> all = takeAll();
		try (Client client = new Client()) {
			FutureTask<Boolean> cancelled = client.request(() -> {
				assertThatExceptionOfType(SQLException.class).isThrownBy(this.dataSource::getConnection)
					.withCauseInstanceOf(InterruptedException.class);
				return Thread.currentThread().isInterrupted();
			});
			Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
			client.coroutine.cancel();
			assertThat(get(cancelled)).isTrue();
		}
		closeAll(all);
	}

	@Test
	void whenSwitchedOffThenTheRequestWaitsOn() throws Exception {
		admit(new Settings(null, null, false));
		List<Connection> all = takeAll();
		try (Client client = new Client()) {
			FutureTask<Connection> request = client.request(this.dataSource::getConnection);
			Eventually.isTrue(() -> this.gate.snapshot().queued() == 1);
			Coroutine watcher = this.runtime.start(() -> {
				PeerWatch watch = PeerWatch.start(client.socket);
				while (!Thread.currentThread().isInterrupted()) {
					LockSupport.park();
				}
				watch.stop();
			});
			client.leave();
			watcher.join();
			assertThat(this.gate.snapshot().queued()).isEqualTo(1);
			closeAll(all);
			get(request).close();
		}
	}

	@Test
	void whenClientsGoAndConnectionsComeBackTogetherThenNothingIsLost() throws Exception {
		admit(new Settings(null, null));
		Random random = new Random(11);
		AtomicInteger served = new AtomicInteger();
		for (int round = 0; round < 40; round++) {
			List<Connection> all = takeAll();
			List<Client> clients = new ArrayList<>();
			List<FutureTask<Void>> requests = new ArrayList<>();
			for (int i = 0; i < SIZE * 2; i++) {
				Client client = new Client();
				clients.add(client);
				requests.add(client.request(() -> {
					borrow(served);
					return null;
				}));
			}
			int leaving = random.nextInt(clients.size());
			Eventually.isTrue(() -> this.gate.snapshot().queued() == clients.size());
			clients.get(leaving).leave();
			closeAll(all);
			for (FutureTask<Void> request : requests) {
				get(request);
			}
			for (Client client : clients) {
				client.close();
			}
			assertThat(this.gate.snapshot().inUse()).isZero();
		}
		assertThat(served).hasValueGreaterThanOrEqualTo(40 * (SIZE * 2 - 1));
	}

	private void borrow(AtomicInteger served) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(connection.isClosed()).isFalse();
			served.incrementAndGet();
		}
		catch (ClientGoneException ex) {
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
	}

	/**
	 * A client with a connection, for which a coroutine works.
	 */
	private final class Client implements AutoCloseable {

		private final Socket socketOfClient;

		private final StreamSocket socket;

		private Coroutine coroutine;

		Client() throws Exception {
			try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				this.socket = new StreamSocket(Scheduler.behind(PoolClientTests.this.runtime).loops(), Sockets.open());
				this.socket.connect(listener.getInetAddress(), listener.getLocalPort(), StreamSocket.NO_DEADLINE);
				this.socketOfClient = listener.accept();
			}
		}

		<T> FutureTask<T> request(Callable<T> work) {
			Request<T> request = new Request<>(this.socket, work);
			this.coroutine = PoolClientTests.this.runtime.coroutine().inherit(false).start(request);
			return request;
		}

		void leave() throws Exception {
			this.socketOfClient.close();
		}

		@Override
		public void close() throws Exception {
			leave();
			this.socket.close();
		}

	}

	private static final class Request<T> extends FutureTask<T> implements PeerTask {

		private final StreamSocket socket;

		Request(StreamSocket socket, Callable<T> work) {
			super(work);
			this.socket = socket;
		}

		@Override
		public StreamSocket peer() {
			return this.socket;
		}

	}

}
