package io.coroutine;

import java.util.List;
import java.util.Optional;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.inspect.FiberStack;

/**
 * What a live coroutine did at a moment, and where.
 *
 * @param info what it did
 * @param frames the frames, the innermost first; those of code that it has given to
 * {@link Blocking} come before its own; none while it waits for a private stack
 */
public record CoroutineStack(CoroutineInfo info, List<StackTraceElement> frames) {

	static Optional<CoroutineStack> of(Fiber fiber) {
		return FiberStack.of(fiber)
			.map((stack) -> new CoroutineStack(CoroutineInfo.of(fiber, stack.snapshot()), stack.frames()));
	}

}
