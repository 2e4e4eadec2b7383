package io.coroutine.scope;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand times, each way to cancel a coroutine that is about to write a file.
 */
class CancelHarmTests {

	private static final int TIMES = 1000;

	/** In less than this after it is cancelled, one that computes is left alone. */
	private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

	private static CoroutineRuntime runtime;

	@TempDir
	private static Path directory;

	@BeforeAll
	static void start() {
		runtime = CoroutineRuntime.builder().loops(2).start();
	}

	@AfterAll
	static void stop() {
		runtime.close();
	}

	/**
	 * What takes longer than the patience, as the machine is busy, does not count.
	 */
	@ParameterizedTest
	@EnumSource
	void whenOneIsCancelledThatIsAboutToWriteAFileThenItsChannelStaysOpen(Way way) throws Exception {
		int inTime = 0;
		FileChannel file = open(way);
		try {
			while (inTime < TIMES) {
				Writer writer = new Writer(file);
				way.cancel(writer);
				if (writer.end.get() - writer.begin < PATIENCE) {
					assertThat(file.isOpen()).isTrue();
					inTime++;
				}
				else if (!file.isOpen()) {
					file = open(way);
				}
			}
		}
		finally {
			file.close();
		}
	}

	private static FileChannel open(Way way) throws IOException {
		return FileChannel.open(directory.resolve(way.name()), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
	}

	/**
	 * Writes a file as soon as it is cancelled, and then waits.
	 */
	private static final class Writer {

		private final FileChannel file;

		private final CountDownLatch begun = new CountDownLatch(1);

		private final AtomicReference<BooleanSupplier> cancelled = new AtomicReference<>(() -> false);

		private final CompletableFuture<Long> end = new CompletableFuture<>();

		private volatile long begin;

		Writer(FileChannel file) {
			this.file = file;
		}

		String write() throws InterruptedException, IOException {
			this.begun.countDown();
			while (!this.cancelled.get().getAsBoolean()) {
				Thread.onSpinWait();
			}
			try {
				for (int i = 0; i < 20; i++) {
					this.file.write(ByteBuffer.allocate(100), 0);
				}
			}
			finally {
				this.end.complete(System.nanoTime());
			}
			return ForkTasks.waitForCancel();
		}

		void awaitBegin() throws InterruptedException {
			this.begun.await();
			this.begin = System.nanoTime();
		}

	}

	enum Way {

		COROUTINE {
			@Override
			void cancel(Writer writer) throws Exception {
				AtomicBoolean cancelled = new AtomicBoolean();
				writer.cancelled.set(cancelled::get);
				Coroutine coroutine = runtime.start(() -> {
					try {
						writer.write();
					}
					catch (InterruptedException | IOException ex) {
						// It is cancelled
					}
				});
				writer.awaitBegin();
				coroutine.cancel();
				cancelled.set(true);
				coroutine.join();
			}
		},

		FUTURE {
			@Override
			void cancel(Writer writer) throws Exception {
				Future<?> future = runtime.submit(writer::write);
				writer.cancelled.set(future::isDone);
				writer.awaitBegin();
				future.cancel(true);
			}
		},

		CHILD {
			@Override
			void cancel(Writer writer) throws Exception {
				try (CoroutineScope scope = CoroutineScope.open(runtime)) {
					Future<?> child = scope.fork(writer::write);
					writer.cancelled.set(child::isDone);
					writer.awaitBegin();
					child.cancel(true);
				}
			}
		},

		SCOPE {
			@Override
			void cancel(Writer writer) throws Exception {
				try (CoroutineScope scope = CoroutineScope.open(runtime)) {
					Future<?> child = scope.fork(writer::write);
					writer.cancelled.set(child::isDone);
					writer.awaitBegin();
				}
			}
		};

		abstract void cancel(Writer writer) throws Exception;

	}

}
