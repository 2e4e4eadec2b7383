package io.coroutine.internal.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.stack.BlockingCall;
import org.jspecify.annotations.Nullable;

/**
 * What a fiber does at a moment, and where. To read the stack stops nothing but the fiber
 * itself, for some microseconds: frames of one that waits are read where they lie in the
 * heap, without a safepoint, while its thread is kept from going on; one that runs is
 * asked by a handshake.
 *
 * @param snapshot what it does
 * @param frames the frames, the innermost first; those of blocking code that it has given
 * to another stack come before its own
 */
public record FiberStack(FiberSnapshot snapshot, List<StackTraceElement> frames) {

	/** So often the look is repeated if the fiber goes on meanwhile. */
	private static final int ATTEMPTS = 3;

	private static final StackTraceElement[] NO_FRAMES = {};

	/**
	 * Look at a fiber. State and stack fit each other, unless it changes very often.
	 * @param fiber the fiber
	 * @return what it does, or nothing if it is not started or has ended
	 */
	public static Optional<FiberStack> of(Fiber fiber) {
		Thread thread = fiber.thread();
		Thread.State state = thread.getState();
		Object blocker = LockSupport.getBlocker(thread);
		StackTraceElement[] stack = thread.getStackTrace();
		for (int i = 0; i < ATTEMPTS
				&& (state != thread.getState() || blocker != LockSupport.getBlocker(thread)); i++) {
			state = thread.getState();
			blocker = LockSupport.getBlocker(thread);
			stack = thread.getStackTrace();
		}
		StackTraceElement[] own = stack;
		List<StackTraceElement> all = concatenate(elsewhere(blocker), own);
		return FiberSnapshot.of(fiber, state, blocker, (wait, shown, on) -> own)
			.map((snapshot) -> new FiberStack(snapshot, all));
	}

	private static StackTraceElement[] elsewhere(@Nullable Object blocker) {
		return (blocker instanceof BlockingCall<?> call) ? call.thread().getStackTrace() : NO_FRAMES;
	}

	private static List<StackTraceElement> concatenate(StackTraceElement[] inner, StackTraceElement[] outer) {
		return (inner.length == 0) ? List.of(outer)
				: Stream.concat(Arrays.stream(inner), Arrays.stream(outer)).toList();
	}

}
