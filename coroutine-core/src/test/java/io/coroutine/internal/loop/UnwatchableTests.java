package io.coroutine.internal.loop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.readiness.Readiness;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import io.coroutine.test.OpenFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A descriptor that no loop can watch any more: a file has got its number, which the
 * kernel refuses to watch.
 */
class UnwatchableTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final int ATTEMPTS = 100;

	@TempDir
	private Path directory;

	private EventLoopScheduler scheduler;

	@BeforeEach
	void start() throws Exception {
		this.scheduler = new EventLoopScheduler(EventLoopGroup.start(2, 0, LONG), 0, 0);
	}

	@AfterEach
	void stop() throws Exception {
		assertThat(this.scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenNeitherTheNewLoopNorTheOldOneCanWatchThenEachWaitFails() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file")).toRealPath();
		for (int i = 0; i < ATTEMPTS; i++) {
			int descriptor = Sockets.open();
			Readiness readiness = new Readiness(this.scheduler.loops(), descriptor);
			assertThat(awaitOn(0, readiness)).isNull();
			Sockets.close(descriptor);
			try (FileChannel _ = FileChannel.open(file)) {
				if (file.equals(OpenFiles.targetOf(descriptor))) {
					assertThat(awaitOn(1, readiness)).isInstanceOf(IOException.class);
					assertThat(awaitOn(0, readiness)).isInstanceOf(IOException.class);
					return;
				}
				// Something else in this process was quicker to take the number
			}
			finally {
				readiness.close();
			}
		}
		throw new AssertionError("The file has never got the number of the socket");
	}

	/**
	 * Wait in a coroutine on a loop, while the other one is kept from taking it.
	 * @return what the wait has thrown
	 */
	private @Nullable IOException awaitOn(int index, Readiness readiness) throws Exception {
		CompletableFuture<@Nullable IOException> result = new CompletableFuture<>();
		CountDownLatch occupied = new CountDownLatch(1);
		loop(1 - index).execute((_) -> {
			occupied.countDown();
			result.handle((_, _) -> null).join();
		});
		assertThat(occupied.await(60, TimeUnit.SECONDS)).isTrue();
		loop(index).execute((_) -> this.scheduler.start(null, Scheduler.SHARED_STACK, () -> await(readiness, result)));
		return result.get(60, TimeUnit.SECONDS);
	}

	private static void await(Readiness readiness, CompletableFuture<@Nullable IOException> result) {
		try {
			WaitReason reason = (_) -> new WaitingFor(WaitKind.SOCKET, "test");
			readiness.await(true, System.nanoTime() + 1_000_000, reason);
			result.complete(null);
		}
		catch (IOException ex) {
			result.complete(ex);
		}
		catch (RuntimeException | Error ex) {
			result.completeExceptionally(ex);
		}
	}

	private EventLoop loop(int index) {
		return this.scheduler.loops().loops().get(index);
	}

}
