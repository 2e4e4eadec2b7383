package io.coroutine.internal.jdk;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineInfo;
import io.coroutine.CoroutineRuntime;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.test.ChildProcess;
import io.coroutine.test.Live;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LockOwnersTests {

	@Test
	void whenJavaLangIsOpenThenTheOwnerIsShown() {
		ReentrantLock lock = new ReentrantLock();
		AtomicReference<String> shown = new AtomicReference<>();
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().start()) {
			Coroutine holder = runtime.coroutine().name("holder").start(() -> {
				lock.lock();
				try {
					Coroutine.suspend();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				finally {
					lock.unlock();
				}
			});
			Live.await(holder, (info) -> info.state() == CoroutineState.SUSPENDED);
			Coroutine waiter = runtime.start(lock::lock);
			shown.set(Live.await(waiter, LockOwnersTests::waitsForLock).waitingFor().text());
			holder.resume();
		}
		assertThat(shown.get())
			.matches("java.util.concurrent.locks.ReentrantLock\\S+, owned by holder \\(thread #\\d+\\), in .*");
	}

	@Test
	void whenJavaLangIsClosedThenTheOwnerIsNotKnown() throws Exception {
		assertThat(ChildProcess.output(Closed.class, List.of()).lines()).containsExactly("null");
	}

	private static boolean waitsForLock(CoroutineInfo info) {
		return info.state() == CoroutineState.WAITING && info.waitingFor().kind() == WaitKind.LOCK;
	}

	/**
	 * Runs in a JVM without options.
	 */
	static final class Closed {

		private Closed() {
		}

		static void main(String[] arguments) {
			ReentrantLock lock = new ReentrantLock();
			lock.lock();
			System.out.println(LockOwners.ownerOf(lock));
		}

	}

}
