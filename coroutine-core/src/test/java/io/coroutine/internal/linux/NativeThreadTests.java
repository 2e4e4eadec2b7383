package io.coroutine.internal.linux;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

class NativeThreadTests {

	private final AtomicReference<NativeThread> seen = new AtomicReference<>();

	@Test
	void whenAThreadSpinsThenItIsAwakeAndItsTimeGrows() throws Exception {
		AtomicBoolean free = new AtomicBoolean();
		Thread thread = start(() -> {
			while (!free.get()) {
				Thread.onSpinWait();
			}
		});
		Eventually.until(() -> this.seen.get() != null && !this.seen.get().isAsleep());
		long before = this.seen.get().cpuNanos();
		Eventually.until(() -> this.seen.get().cpuNanos() > before);
		free.set(true);
		thread.join();
	}

	@Test
	void whenAThreadWaitsThenItIsAsleepAndItsTimeStands() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		Thread thread = start(() -> {
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		Eventually.until(() -> this.seen.get() != null && thread.getState() == Thread.State.WAITING
				&& this.seen.get().isAsleep());
		NativeThread waiting = this.seen.get();
		Eventually.until(() -> {
			long before = waiting.cpuNanos();
			return before > 0 && waiting.isAsleep() && waiting.cpuNanos() == before;
		});
		end.countDown();
		thread.join();
		Eventually.until(() -> waiting.cpuNanos() == 0);
	}

	private Thread start(Runnable task) {
		return Thread.ofPlatform().name("a) name (R").start(() -> {
			this.seen.set(NativeThread.current());
			task.run();
		});
	}

}
