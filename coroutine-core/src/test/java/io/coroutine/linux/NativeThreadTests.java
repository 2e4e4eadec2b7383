package io.coroutine.linux;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Looks;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NativeThreadTests {

	private final AtomicReference<NativeThread> seen = new AtomicReference<>();

	@Test
	void whenAThreadSpinsThenItIsRunnableAndItsTimeGrows() throws Exception {
		AtomicBoolean free = new AtomicBoolean();
		Thread thread = start(() -> {
			while (!free.get()) {
				Thread.onSpinWait();
			}
		});
		Looks.until(() -> this.seen.get() != null && this.seen.get().isRunnable());
		long before = this.seen.get().cpuNanos();
		Looks.until(() -> this.seen.get().cpuNanos() > before);
		free.set(true);
		thread.join();
	}

	@Test
	void whenAThreadWaitsThenItIsNotRunnableAndItsTimeStands() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		Thread thread = start(() -> {
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		Looks.until(() -> this.seen.get() != null && thread.getState() == Thread.State.WAITING
				&& !this.seen.get().isRunnable());
		NativeThread waiting = this.seen.get();
		Looks.until(() -> {
			long before = waiting.cpuNanos();
			return before > 0 && !waiting.isRunnable() && waiting.cpuNanos() == before;
		});
		end.countDown();
		thread.join();
		Looks.until(() -> waiting.cpuNanos() == 0);
		assertThat(waiting.isRunnable()).as("When it has ended").isFalse();
	}

	private Thread start(Runnable task) {
		return Thread.ofPlatform().name("a) name (R").start(() -> {
			this.seen.set(NativeThread.current());
			task.run();
		});
	}

}
