package io.coroutine.internal.socket;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.Blocking;
import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketAddresses;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link PeerWatch}.
 */
class PeerWatchTests {

	private CoroutineRuntime runtime;

	private int listener;

	private StreamSocket socket;

	private StreamSocket peer;

	@BeforeEach
	void connect() throws Exception {
		this.runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(2).start();
		EventLoopGroup group = Scheduler.behind(this.runtime).loops();
		this.listener = Sockets.open();
		Errno.check(Sockets.bind(this.listener, InetAddress.getLoopbackAddress(), 0));
		Errno.check(Sockets.listen(this.listener, 100));
		this.socket = new StreamSocket(group, Sockets.open());
		this.socket.connect(InetAddress.getLoopbackAddress(), Sockets.localAddress(this.listener).getPort(),
				StreamSocket.deadlineIn(60_000_000_000L));
		Sockets.poll(this.listener, true, 60_000);
		this.peer = new StreamSocket(group,
				Errno.check(Sockets.accept(this.listener, new byte[SocketAddresses.MAX_SIZE])));
	}

	@AfterEach
	void close() {
		this.socket.close();
		this.peer.close();
		Sockets.close(this.listener);
		this.runtime.close();
	}

	private void parkUntilInterrupted() {
		while (!Thread.currentThread().isInterrupted()) {
			LockSupport.park(this);
		}
	}

	private boolean watchUntilInterrupted(CountDownLatch started) {
		PeerWatch watch = PeerWatch.start(this.socket);
		started.countDown();
		parkUntilInterrupted();
		return watch.stop() && !Thread.currentThread().isInterrupted();
	}

	private boolean isEndSeenAfter(Callable<?> action) throws Exception {
		boolean[] seen = new boolean[1];
		CountDownLatch started = new CountDownLatch(1);
		Coroutine watcher = this.runtime.start(() -> seen[0] = watchUntilInterrupted(started));
		started.await();
		action.call();
		watcher.join();
		return seen[0];
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void whenPeerClosesThenTheThreadIsInterrupted() throws Exception {
		assertThat(isEndSeenAfter(() -> {
			this.peer.close();
			return null;
		})).isTrue();
	}

	@Test
	void whenPeerEndsItsHalfThenTheThreadIsInterrupted() throws Exception {
		assertThat(isEndSeenAfter(() -> {
			this.peer.shutdown(Sockets.SHUT_WR);
			return null;
		})).isTrue();
	}

	@Test
	void whenPeerClosesBehindDataThenTheThreadIsInterrupted() throws Exception {
		assertThat(isEndSeenAfter(() -> {
			this.peer.write(bytes("data"), 0, 4, StreamSocket.NO_DEADLINE);
			this.peer.close();
			return null;
		})).isTrue();
	}

	@Test
	void whenSocketIsClosedHereThenTheThreadIsInterrupted() throws Exception {
		assertThat(isEndSeenAfter(() -> {
			this.socket.close();
			return null;
		})).isTrue();
	}

	@Test
	void whenPeerHasGoneBeforeThenTheThreadIsInterruptedAtOnce() throws Exception {
		this.peer.close();
		Sockets.poll(this.socket.descriptor(), true, 60_000);
		boolean[] seen = new boolean[1];
		this.runtime.start(() -> seen[0] = watchUntilInterrupted(new CountDownLatch(1))).join();
		assertThat(seen[0]).isTrue();
	}

	@Test
	void whenPeerOnlySendsThenTheDataIsReadAndTheWatchIsStopped() throws Exception {
		String[] read = new String[1];
		Coroutine reader = this.runtime.start(() -> {
			PeerWatch watch = PeerWatch.start(this.socket);
			byte[] buffer = new byte[10];
			try {
				int count = this.socket.read(buffer, 0, buffer.length, StreamSocket.NO_DEADLINE);
				read[0] = new String(buffer, 0, count, StandardCharsets.UTF_8);
			}
			catch (Exception ex) {
				read[0] = ex.toString();
			}
			read[0] += watch.stop();
		});
		this.peer.write(bytes("data"), 0, 4, StreamSocket.NO_DEADLINE);
		reader.join();
		assertThat(read[0]).isEqualTo("datafalse");
	}

	@Test
	void whenPeerGoesWhileInLineThenThePlaceIsFreeAndNotBefore() throws Exception {
		AdmissionGate gate = AdmissionGate.builder("test", 1).build();
		gate.acquire();
		boolean[] admitted = { true };
		Coroutine waiter = this.runtime.start(() -> admitted[0] = isAdmitted(gate));
		awaitQueued(gate, 1);
		this.peer.write(bytes("data"), 0, 4, StreamSocket.NO_DEADLINE);
		this.peer.shutdown(Sockets.SHUT_WR);
		waiter.join();
		assertThat(admitted[0]).isFalse();
		assertThat(gate.snapshot().queued()).isZero();
		assertThat(gate.snapshot().cancelled()).isOne();
		gate.release();
		assertThat(gate.snapshot().inUse()).isZero();
	}

	@Test
	void whenPeerGoesAndATurnComesTogetherThenNoPermitIsLost() throws Exception {
		AdmissionGate gate = AdmissionGate.builder("test", 1).build();
		for (int i = 0; i < 200; i++) {
			gate.acquire();
			boolean[] admitted = new boolean[1];
			Coroutine waiter = this.runtime.start(() -> admitted[0] = isAdmitted(gate));
			awaitQueued(gate, 1);
			this.peer.shutdown(Sockets.SHUT_WR);
			gate.release();
			waiter.join();
			assertThat(gate.snapshot().inUse()).isEqualTo((admitted[0]) ? 1 : 0);
			if (admitted[0]) {
				gate.release();
			}
			close();
			connect();
		}
	}

	@Test
	void whenWaiterIsCancelledAndThePeerIsThereThenItIsInterrupted() throws Exception {
		AdmissionGate gate = AdmissionGate.builder("test", 1).build();
		gate.acquire();
		Throwable[] thrown = new Throwable[1];
		Coroutine waiter = this.runtime
			.start(() -> thrown[0] = catchThrowable(() -> PeerWatch.acquire(gate, Duration.ofHours(1), this.socket)));
		awaitQueued(gate, 1);
		waiter.cancel();
		waiter.join();
		assertThat(thrown[0]).isInstanceOf(InterruptedException.class);
		assertThat(gate.snapshot().queued()).isZero();
	}

	@Test
	void whenTheTaskIsForAPeerThenTheCallerFindsItsSocket() throws Exception {
		List<StreamSocket> found = new CopyOnWriteArrayList<>();
		this.runtime.coroutine().inherit(false).start(new PeerTask() {

			@Override
			public StreamSocket peer() {
				return PeerWatchTests.this.socket;
			}

			@Override
			public void run() {
				found.add(PeerTask.peerOfCaller());
				Blocking.run(() -> found.add(PeerTask.peerOfCaller()));
			}

		}).join();
		assertThat(found).containsExactly(this.socket, this.socket);
		assertThat(PeerTask.peerOfCaller()).isNull();
		assertThat(this.runtime.submit(PeerTask::peerOfCaller).get()).isNull();
	}

	private boolean isAdmitted(AdmissionGate gate) {
		try {
			return PeerWatch.acquire(gate, Duration.ofHours(1), this.socket);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void awaitQueued(AdmissionGate gate, int count) throws InterruptedException {
		Eventually.until(() -> gate.snapshot().queued() == count);
	}

	@Test
	void whenWatchIsStoppedThenTheThreadIsNotInterruptedAnyMore() throws Exception {
		for (int i = 0; i < 200; i++) {
			boolean[] left = new boolean[1];
			Coroutine watcher = this.runtime.start(() -> {
				PeerWatch watch = PeerWatch.start(this.socket);
				Coroutine.yield();
				watch.stop();
				for (int j = 0; j < 10; j++) {
					Coroutine.yield();
				}
				left[0] = Thread.currentThread().isInterrupted();
			});
			this.peer.shutdown(Sockets.SHUT_WR);
			watcher.join();
			assertThat(left[0]).isFalse();
			close();
			connect();
		}
	}

}
