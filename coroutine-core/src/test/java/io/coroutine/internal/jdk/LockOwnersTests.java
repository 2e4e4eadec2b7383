package io.coroutine.internal.jdk;

import java.util.List;
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
	void whenPackageOfLocksIsOpenThenTheOwnerIsShown() throws Exception {
		List<String> lines = ChildProcess.run(Scenario.class,
				List.of("--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED"));
		assertThat(lines).singleElement()
			.asString()
			.matches("java.util.concurrent.locks.ReentrantLock\\S+, owned by holder \\(thread #\\d+\\), in .*");
	}

	@Test
	void whenPackageOfLocksIsClosedThenTheOwnerIsNotKnown() {
		ReentrantLock lock = new ReentrantLock();
		lock.lock();
		assertThat(LockOwners.ownerOf(lock)).isNull();
	}

	private static boolean waitsForLock(CoroutineInfo info) {
		return info.state() == CoroutineState.WAITING && info.waitingFor().kind() == WaitKind.LOCK;
	}

	/**
	 * Prints what a coroutine waits for while another holds a lock.
	 */
	static final class Scenario {

		private Scenario() {
		}

		static void main(String[] arguments) {
			ReentrantLock lock = new ReentrantLock();
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
				System.out.println(Live.await(waiter, LockOwnersTests::waitsForLock).waitingFor().text());
				holder.resume();
			}
		}

	}

}
