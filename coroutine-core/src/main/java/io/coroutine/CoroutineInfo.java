package io.coroutine;

import java.time.Duration;
import java.util.Optional;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.inspect.FiberSnapshot;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitingFor;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * What a live coroutine did at a moment.
 *
 * @param id its number, that of its thread
 * @param name its name
 * @param stackMode where its frames are
 * @param state what it did
 * @param age the time since its start, to some 20 ms; zero with
 * {@link Introspection#COUNTING}
 * @param loop the index of its event loop, or {@code null} if it has none: with a private
 * stack, and with the portable engine
 * @param waitingFor what it waited for, or {@code null} if it did not wait
 * @param workingFor the request it worked for, or {@code null} if that is not known
 */
public record CoroutineInfo(long id, String name, StackMode stackMode, CoroutineState state, Duration age,
		@Nullable Integer loop, @Nullable WaitingFor waitingFor, @Nullable WorkingFor workingFor) {

	static Optional<CoroutineInfo> of(Fiber fiber, boolean closely) {
		return FiberSnapshot.of(fiber, closely).map((snapshot) -> of(fiber, snapshot));
	}

	static CoroutineInfo of(Fiber fiber, FiberSnapshot snapshot) {
		return new CoroutineInfo(fiber.id(), fiber.name(), StackMode.of(fiber), snapshot.state(), fiber.age(),
				snapshot.loop(), snapshot.waitingFor(), fiber.workingFor());
	}

}
