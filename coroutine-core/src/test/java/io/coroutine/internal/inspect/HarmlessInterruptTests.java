package io.coroutine.internal.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.wait.UninterruptedWait;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HarmlessInterrupt} and {@link OwnerInterrupt}: interrupts by the
 * thousand into code that shares a file, and what they do without the care.
 */
class HarmlessInterruptTests {

	private static final int INTERRUPTS = 1000;

	private static final Duration NEVER = Duration.ofMinutes(10);

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

	@Test
	void whenAFileIsWrittenThenItsChannelStaysOpen() throws Exception {
		try (FileChannel file = open("log")) {
			runtime.submit(() -> {
				for (int i = 0; i < INTERRUPTS; i++) {
					carefully(() -> write(file));
				}
				return null;
			}).get();
			assertThat(file.isOpen()).isTrue();
		}
	}

	@Test
	void whenAFileIsWrittenAndNoCareIsTakenThenItsChannelIsClosed() throws Exception {
		try (FileChannel file = open("control")) {
			runtime.submit(() -> {
				while (file.isOpen()) {
					carelessly(() -> write(file));
				}
				return null;
			}).get();
			assertThat(file.isOpen()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAClassIsMadeThenItCanBeUsed(Place place) throws Exception {
		try (FileChannel file = open(place.name()); SlowLoader loader = new SlowLoader(file, place)) {
			runtime.submit(() -> {
				for (int i = 0; i < INTERRUPTS; i++) {
					String name = loader.add(i);
					carefully(() -> Class.forName(name, true, loader));
					assertThat(Class.forName(name, true, loader).getName()).isEqualTo(name);
				}
				return null;
			}).get();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAClassIsMadeAndNoCareIsTakenThenItCannotBeUsed(Place place) throws Exception {
		try (FileChannel file = open(place + "-control"); SlowLoader loader = new SlowLoader(file, place)) {
			Class<? extends Throwable> failure = runtime.submit(() -> {
				for (int i = 0;; i++) {
					String name = loader.add(i);
					try {
						carelessly(() -> Class.forName(name, true, loader));
						Class.forName(name, true, loader);
					}
					catch (Throwable ex) {
						return ex.getClass();
					}
				}
			}).get();
			assertThat(failure).isIn(UncheckedIOException.class, IllegalStateException.class,
					ExceptionInInitializerError.class, NoClassDefFoundError.class);
		}
	}

	@Test
	void whenAThreadWaitsForALockThenItIsNotInterrupted() throws Exception {
		ReentrantLock lock = new ReentrantLock();
		lock.lock();
		CompletableFuture<Thread> started = new CompletableFuture<>();
		Coroutine waits = runtime.start(() -> {
			started.complete(Thread.currentThread());
			lock.lock();
			lock.unlock();
		});
		Thread thread = started.get();
		Eventually.until(() -> lock.hasQueuedThread(thread) && thread.getState() == Thread.State.WAITING);
		assertThat(HarmlessInterrupt.ofWait(thread)).isFalse();
		assertThat(thread.isInterrupted()).isFalse();
		lock.unlock();
		waits.join();
	}

	@Test
	void whenAThreadComputesForLongerThanTheGraceThenItIsInterrupted() throws Exception {
		runtime.submit(() -> {
			OwnerInterrupt interrupt = new OwnerInterrupt();
			Coroutine sender = runtime.start(() -> interrupt.sendUntilEnd(Duration.ofMillis(20)));
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
			assertThat(interrupt.isSent()).isTrue();
			assertThat(interrupt.end()).isTrue();
			assertThat(Thread.interrupted()).isTrue();
			sender.join();
			return null;
		}).get();
	}

	@Test
	void whenTheSenderIsInterruptedThenItGoesOn() throws Exception {
		runtime.submit(() -> {
			OwnerInterrupt interrupt = new OwnerInterrupt();
			Coroutine sender = runtime.start(() -> interrupt.sendUntilEnd(NEVER));
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(HarmlessInterruptTests::waitForEver);
			sender.cancel();
			sender.join();
			assertThat(interrupt.isSent()).isTrue();
			return null;
		}).get();
	}

	/**
	 * Do something while an interrupt wants to come, and then wait for it.
	 */
	private static void carefully(Callable<?> action) throws Exception {
		OwnerInterrupt interrupt = new OwnerInterrupt();
		Coroutine sender = runtime.start(() -> interrupt.sendUntilEnd(NEVER));
		try {
			action.call();
			waitForEver();
		}
		catch (InterruptedException ex) {
			assertThat(interrupt.isSent()).isTrue();
		}
		interrupt.end();
		sender.join();
	}

	/**
	 * Do the same with an interrupt that comes at any time.
	 */
	private static void carelessly(Callable<?> action) throws Exception {
		Thread owner = Thread.currentThread();
		AtomicBoolean done = new AtomicBoolean();
		Thread sender = Thread.ofPlatform().start(() -> {
			do {
				owner.interrupt();
			}
			while (!done.get());
		});
		try {
			action.call();
		}
		catch (IOException ex) {
			// The channel is closed
		}
		finally {
			done.set(true);
			try (UninterruptedWait wait = new UninterruptedWait()) {
				wait.await(sender::join, () -> {
				});
			}
			boolean _ = Thread.interrupted();
		}
	}

	private static Object waitForEver() throws InterruptedException {
		new CountDownLatch(1).await();
		return "";
	}

	private static int write(FileChannel file) throws IOException {
		int written = 0;
		for (int i = 0; i < 20; i++) {
			written += file.write(ByteBuffer.allocate(100), 0);
		}
		return written;
	}

	private static FileChannel open(String name) throws IOException {
		return FileChannel.open(directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
	}

	private static void pause() {
		try {
			Thread.sleep(Duration.ofNanos(100_000));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted, and no class made", ex);
		}
	}

	/**
	 * Where it takes time to make a class.
	 */
	enum Place {

		LOADER, INITIALIZER

	}

	/**
	 * Reads classes from a file that is open all the time, as an executable jar is.
	 */
	private static final class SlowLoader extends ClassLoader implements AutoCloseable {

		private final FileChannel file;

		private final Place place;

		private int length;

		SlowLoader(FileChannel file, Place place) {
			super(HarmlessInterruptTests.class.getClassLoader());
			this.file = file;
			this.place = place;
		}

		String add(int number) throws IOException {
			String name = "io.coroutine.made.Class" + number;
			byte[] bytes = ClassFile.of()
				.build(ClassDesc.of(name), (type) -> type.withMethodBody(ConstantDescs.CLASS_INIT_NAME,
						ConstantDescs.MTD_void, ClassFile.ACC_STATIC, (code) -> {
							if (this.place == Place.INITIALIZER) {
								code.loadConstant(1L)
									.invokestatic(ClassDesc.of("java.lang.Thread"), "sleep",
											MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long));
							}
							code.return_();
						}));
			this.length = this.file.write(ByteBuffer.wrap(bytes), 0);
			return name;
		}

		@Override
		protected Class<?> findClass(String name) {
			try {
				if (this.place == Place.LOADER) {
					pause();
				}
				ByteBuffer bytes = ByteBuffer.allocate(this.length);
				this.file.read(bytes, 0);
				return defineClass(name, bytes.array(), 0, this.length);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() {
			// The file is that of the caller
		}

	}

}
