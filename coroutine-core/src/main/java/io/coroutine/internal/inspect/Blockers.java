package io.coroutine.internal.inspect;

import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.StampedLock;

import io.coroutine.internal.jdk.LockOwners;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a thread waits for from what the JDK says about it, without a look at its
 * stack. The names of the JDK's private classes are hints: if they change, the kind is
 * less exact.
 */
final class Blockers {

	private Blockers() {
	}

	/**
	 * Describe a wait.
	 * @param state the state of the thread that waits
	 * @param blocker what it is parked on, if it says so
	 */
	static WaitingFor describe(Thread.State state, @Nullable Object blocker) {
		if (blocker != null) {
			return new WaitingFor(kind(blocker), label(blocker));
		}
		return switch (state) {
			case BLOCKED -> new WaitingFor(WaitKind.LOCK, "a monitor");
			case TIMED_WAITING -> new WaitingFor(WaitKind.SLEEP, "sleep, or a timed wait");
			default -> new WaitingFor(WaitKind.OTHER, "unpark or notify");
		};
	}

	private static WaitKind kind(Object blocker) {
		String type = blocker.getClass().getName();
		if (blocker instanceof Condition || type.startsWith("java.util.concurrent.CountDownLatch")
				|| type.startsWith("java.util.concurrent.Phaser")) {
			return WaitKind.CONDITION;
		}
		if (blocker instanceof Queue || type.startsWith("java.util.concurrent.Semaphore")) {
			return WaitKind.QUEUE;
		}
		if (blocker instanceof Future || type.startsWith("java.util.concurrent.CompletableFuture")) {
			return WaitKind.FUTURE;
		}
		if (blocker instanceof AbstractQueuedSynchronizer || blocker instanceof AbstractQueuedLongSynchronizer
				|| blocker instanceof StampedLock) {
			return WaitKind.LOCK;
		}
		return WaitKind.OTHER;
	}

	private static String label(Object blocker) {
		String label = blocker.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(blocker));
		Thread owner = LockOwners.ownerOf(blocker);
		return (owner != null) ? label + ", owned by " + owner.getName() + " (thread #" + owner.threadId() + ")"
				: label;
	}

}
