package io.coroutine.internal.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.readiness.Readiness;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.HeldAnswer;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loops for which there is no carrier, as the operating system gives no more threads.
 */
class ReserveTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final WaitReason REASON = (_) -> new WaitingFor(WaitKind.SOCKET, "a test");

	private final Set<Thread> carriersBefore = CarrierThreads.live();

	private final AtomicBoolean exhausted = new AtomicBoolean();

	private final AtomicInteger attempts = new AtomicInteger();

	private EventLoopScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.scheduler = new EventLoopScheduler(EventLoopGroup.start(1, 64, Duration.ofMillis(5), this::start), 0, 0);
		this.attempts.set(0);
		this.exhausted.set(true);
	}

	private void start(Carrier carrier) {
		this.attempts.incrementAndGet();
		if (this.exhausted.get()) {
			throw new OutOfMemoryError("unable to create native thread, says a test");
		}
		carrier.start();
	}

	@AfterEach
	void stop() throws Exception {
		assertThat(this.scheduler.shutdown(LONG)).isZero();
		CarrierThreads.awaitNoneBut(this.carriersBefore);
	}

	@Test
	void whenThePinnedCoroutineWaitsForASocketThenItIsTold() throws Exception {
		try (HeldAnswer server = new HeldAnswer()) {
			List<Fiber> fibers = pinnedAndOthers(() -> assertThat(read(server, 0)).isEqualTo(1));
			server.release();
			joinAll(fibers);
		}
	}

	@Test
	void whenThePinnedCoroutineWaitsForATimerThenItFires() throws Exception {
		try (HeldAnswer server = new HeldAnswer()) {
			joinAll(pinnedAndOthers(() -> assertThat(read(server, 300)).isZero()));
		}
	}

	@Test
	void whenThereAreThreadsAgainThenTheLoopGetsACarrier() throws Exception {
		try (HeldAnswer server = new HeldAnswer()) {
			List<Fiber> fibers = pinnedAndOthers(() -> assertThat(read(server, 0)).isEqualTo(1));
			this.exhausted.set(false);
			Fiber pinned = fibers.removeFirst();
			joinAll(fibers);
			assertThat(pinned.isDone()).isFalse();
			Eventually.until(() -> this.scheduler.loops().stuckLoops().isEmpty());
			assertThat(this.scheduler.snapshot().handOvers()).isPositive();
			server.release();
			joinAll(List.of(pinned));
		}
	}

	@Test
	void whenManyMeetAnInitializerAndThereIsNoThreadForThemThenAllGoOnAndTheLoopIsNotLost() throws Exception {
		try (HeldAnswer server = new HeldAnswer()) {
			FreshClass fresh = new FreshClass(() -> assertThat(read(server, 0)).isEqualTo(1));
			List<Fiber> fibers = new ArrayList<>();
			for (int i = 0; i < 300; i++) {
				fibers.add(this.scheduler.start(null, Scheduler.SHARED_STACK, fresh::touch));
			}
			server.awaitClient();
			Eventually.until(() -> !this.scheduler.loops().stuckLoops().isEmpty() && this.attempts.get() > 2);
			server.release();
			joinAll(fibers);
			joinAll(List.of(this.scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield)));
			assertThat(this.scheduler.snapshot().extraCarriers()).isZero();
		}
	}

	private List<Fiber> pinnedAndOthers(Runnable task) {
		List<Fiber> fibers = new ArrayList<>();
		fibers.add(this.scheduler.start("pinned", Scheduler.SHARED_STACK, () -> FreshClass.pinned(task)));
		for (int i = 0; i < 10; i++) {
			fibers.add(this.scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield));
		}
		Eventually.until(() -> this.scheduler.snapshot().refusedHandOvers() > 0);
		return fibers;
	}

	private static void joinAll(List<Fiber> fibers) throws InterruptedException {
		for (Fiber fiber : fibers) {
			assertThat(fiber.join(LONG)).isTrue();
		}
	}

	/**
	 * Read one byte.
	 * @return how many came in time
	 */
	private int read(HeldAnswer server, int millis) {
		long deadline = (millis == 0) ? 0 : System.nanoTime() + Duration.ofMillis(millis).toNanos();
		try {
			int descriptor = Sockets.open();
			Readiness readiness = new Readiness(this.scheduler.loops(), descriptor);
			InetSocketAddress address = server.address();
			int result = Sockets.connect(descriptor, address.getAddress(), address.getPort());
			assertThat(result).isIn(0, -Errno.EINPROGRESS);
			result = -Errno.EAGAIN;
			while (result == -Errno.EAGAIN && (deadline == 0 || System.nanoTime() - deadline < 0)) {
				readiness.await(true, deadline, REASON);
				result = Sockets.receive(descriptor, new byte[1], 0, 1);
			}
			readiness.close();
			Sockets.close(descriptor);
			return Math.max(result, 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
