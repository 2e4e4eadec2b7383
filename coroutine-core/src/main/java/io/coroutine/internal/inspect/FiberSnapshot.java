package io.coroutine.internal.inspect;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.Transfer;
import io.coroutine.internal.jdk.VirtualThreads;
import io.coroutine.internal.loop.LoopFiber;
import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import org.jspecify.annotations.Nullable;

/**
 * What a fiber does at a moment.
 *
 * @param state its state
 * @param loop the index of its event loop, or {@code null} if it has none
 * @param waitingFor what it waits for, or {@code null} if it does not wait
 */
public record FiberSnapshot(CoroutineState state, @Nullable Integer loop, @Nullable WaitingFor waitingFor) {

	/** So often the look is repeated if the fiber goes on meanwhile. */
	private static final int ATTEMPTS = 3;

	private static final WaitingFor PRIVATE_STACK = new WaitingFor(WaitKind.QUEUE, "a private stack");

	private static final WaitingFor RESUME = new WaitingFor(WaitKind.RESUME, "resume");

	/**
	 * Look at a fiber. It goes on meanwhile: the state and what it waits for fit each
	 * other, unless it changes very often.
	 * @param fiber the fiber
	 * @param closely whether to look at its stack too if it is not clear what it waits
	 * for, which takes tens of microseconds
	 * @return what it does, or nothing if it is not started or has ended
	 */
	public static Optional<FiberSnapshot> of(Fiber fiber, boolean closely) {
		Thread thread = fiber.thread();
		Thread.State state = thread.getState();
		Object blocker = LockSupport.getBlocker(thread);
		for (int i = 0; i < ATTEMPTS && state != thread.getState(); i++) {
			state = thread.getState();
			blocker = LockSupport.getBlocker(thread);
		}
		return of(fiber, state, blocker, (closely) ? FiberSnapshot::stackOfWait : (wait, shown, on) -> null);
	}

	/**
	 * The same from what is known of the thread.
	 * @param stacks gets the stack, if it is not clear what the thread waits for
	 */
	static Optional<FiberSnapshot> of(Fiber fiber, Thread.State state, @Nullable Object blocker, StackSource stacks) {
		if (!fiber.isLive()) {
			return Optional.empty();
		}
		Thread thread = fiber.thread();
		return switch (state) {
			case NEW -> (fiber.hasPrivateStack()) ? of(fiber, CoroutineState.QUEUED, PRIVATE_STACK)
					: of(fiber, CoroutineState.RUNNABLE, null);
			case RUNNABLE -> ofRunnable(fiber, blocker);
			case TERMINATED -> Optional.empty();
			default -> (Transfer.isSuspended(fiber)) ? of(fiber, CoroutineState.SUSPENDED, RESUME)
					: of(fiber, CoroutineState.WAITING, waitingFor(thread, state, blocker, stacks));
		};
	}

	private static Optional<FiberSnapshot> of(Fiber fiber, CoroutineState state, @Nullable WaitingFor waitingFor) {
		Integer loop = (fiber instanceof LoopFiber loopFiber) ? loopFiber.loop().index() : null;
		return Optional.of(new FiberSnapshot(state, loop, waitingFor));
	}

	private static Optional<FiberSnapshot> ofRunnable(Fiber fiber, @Nullable Object blocker) {
		Thread thread = fiber.thread();
		if (thread.isVirtual()) {
			return of(fiber, (VirtualThreads.isMounted(thread)) ? CoroutineState.RUNNING : CoroutineState.RUNNABLE,
					null);
		}
		if (blocker instanceof WaitReason reason) {
			// The JVM does not know that the thread waits in the kernel
			return of(fiber, CoroutineState.WAITING, reason.describeWait(thread));
		}
		return of(fiber, CoroutineState.RUNNING, null);
	}

	private static WaitingFor waitingFor(Thread thread, Thread.State state, @Nullable Object blocker,
			StackSource stacks) {
		if (blocker instanceof WaitReason reason) {
			return reason.describeWait(thread);
		}
		WaitingFor guess = Blockers.describe(state, blocker);
		StackTraceElement[] stack = stacks.stackOf(thread, state, blocker);
		return (stack != null) ? StackClues.refine(guess, stack) : guess;
	}

	private static StackTraceElement @Nullable [] stackOfWait(Thread thread, Thread.State state,
			@Nullable Object blocker) {
		StackTraceElement[] stack = thread.getStackTrace();
		boolean waits = thread.getState() == state && LockSupport.getBlocker(thread) == blocker;
		return (waits) ? stack : null;
	}

	/**
	 * Where the stack of a thread comes from.
	 */
	@FunctionalInterface
	interface StackSource {

		/**
		 * Return the stack of a thread in a wait.
		 * @return the stack, or {@code null} if it is not known
		 */
		StackTraceElement @Nullable [] stackOf(Thread thread, Thread.State state, @Nullable Object blocker);

	}

}
