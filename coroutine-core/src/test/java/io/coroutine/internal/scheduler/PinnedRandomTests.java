package io.coroutine.internal.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.linux.NativeFrame;
import io.coroutine.internal.loop.FreshClass;
import io.coroutine.internal.loop.HiddenClass;
import io.coroutine.net.TcpClient;
import io.coroutine.net.TcpConnection;
import io.coroutine.net.TcpServer;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.RepeatedTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coroutines that wait for each other, for sockets, for time and for initializers, in
 * initializers, below native frames, and not pinned, in any mixture, with few carriers.
 * Whoever could go on does.
 */
class PinnedRandomTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final int COROUTINES = 200;

	private final long seed = System.nanoTime();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	@RepeatedTest(4)
	void whenAnyMixtureWaitsPinnedThenAllEnd() throws Exception {
		Random random = new Random(this.seed);
		int spares = random.nextInt(3);
		try (CoroutineRuntime runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.loops(1 + random.nextInt(2))
			.spareCarriers(spares)
			.stallThreshold(Duration.ofMillis(5))
			.start(); TcpServer server = TcpServer.builder(runtime, PinnedRandomTests::echo).start()) {
			Work work = new Work(runtime, server);
			List<Coroutine> coroutines = new ArrayList<>();
			for (int i = 0; i < COROUTINES; i++) {
				Runnable step = work.step(random);
				Runnable shared = work.initializers.get(random.nextInt(work.initializers.size()));
				Runnable task = switch (random.nextInt(5)) {
					case 0 -> shared;
					case 1 -> () -> FreshClass.pinned(step);
					case 2 -> () -> NativeFrame.below(step);
					default -> step;
				};
				coroutines.add(runtime.start(() -> watched(task)));
			}
			for (Coroutine coroutine : coroutines) {
				assertThat(coroutine.join(LONG)).as("seed %d", this.seed).isTrue();
			}
			assertThat(this.failures).as("seed %d", this.seed).isEmpty();
			Eventually.until(() -> runtime.snapshot().live() == 0);
			Eventually.until(() -> runtime.snapshot().extraCarriers() == 0);
			assertThat(runtime.snapshot().spareCarriers()).isLessThanOrEqualTo(spares);
			assertThat(runtime.snapshot().socketsWaiting().values()).allMatch((count) -> count == 0);
		}
	}

	private void watched(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			this.failures.add(ex);
		}
	}

	private static void echo(TcpConnection connection) {
		byte[] bytes = new byte[1];
		try {
			while (connection.read(bytes) > 0) {
				connection.write(bytes, 0, 1);
			}
		}
		catch (IOException ex) {
			// The client has closed it
		}
	}

	/**
	 * What coroutines wait for.
	 */
	private static final class Work {

		private final CoroutineRuntime runtime;

		private final TcpServer server;

		private final Semaphore turns = new Semaphore(1);

		private final Object monitor = new Object();

		private final List<Runnable> initializers;

		Work(CoroutineRuntime runtime, TcpServer server) {
			this.runtime = runtime;
			this.server = server;
			this.initializers = List.of(new FreshClass(this::exchange)::touch, new HiddenClass(this::exchange)::touch,
					new FreshClass(this::takeTurn)::touch,
					new HiddenClass(() -> NativeFrame.below(this::waitForAnother))::touch,
					new HiddenClass(() -> LockSupport.parkNanos(3_000_000))::touch);
		}

		Runnable step(Random random) {
			return switch (random.nextInt(6)) {
				case 0 -> this::exchange;
				case 1 -> this::takeTurn;
				case 2 -> this::waitForAnother;
				case 3 -> this::enter;
				case 4 -> () -> LockSupport.parkNanos(1_000_000);
				default -> Thread::yield;
			};
		}

		private void exchange() {
			try (TcpConnection connection = TcpClient.connect(this.runtime, this.server.localAddress(), LONG)) {
				byte[] bytes = { 1 };
				for (int i = 0; i < 3; i++) {
					connection.write(bytes);
					connection.readFully(bytes);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private void takeTurn() {
			this.turns.acquireUninterruptibly();
			Thread.yield();
			this.turns.release();
		}

		private void waitForAnother() {
			CompletableFuture<Boolean> done = new CompletableFuture<>();
			this.runtime.start(() -> {
				Thread.yield();
				done.complete(true);
			});
			done.join();
		}

		private void enter() {
			synchronized (this.monitor) {
				LockSupport.parkNanos(100_000);
			}
		}

	}

}
