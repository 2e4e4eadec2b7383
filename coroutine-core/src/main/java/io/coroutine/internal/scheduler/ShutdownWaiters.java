package io.coroutine.internal.scheduler;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.inspect.FiberStack;
import org.jspecify.annotations.Nullable;

/**
 * The fibers that cannot end before a shutdown has, as they wait for it: to wait for them
 * in turn would not end. They are
 * <ul>
 * <li>the one that shuts down itself, be it on a stack lent to it;</li>
 * <li>those whose stack tells: they are inside {@link Runtime#exit}, which waits for the
 * shutdown hooks of the JVM, or want to close what is being closed by another;</li>
 * <li>those who wait for the end of one of these, such as the owner of a scope for its
 * child.</li>
 * </ul>
 * Used by the thread that shuts down only.
 */
final class ShutdownWaiters {

	private final Set<Fiber> found = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Set<String> frames;

	/**
	 * Create it, on the thread that shuts down.
	 * @param frames where a thread waits for the shutdown, see
	 * {@link ShutdownActions#waitsIn}
	 */
	ShutdownWaiters(Set<String> frames) {
		this.frames = frames;
		Fiber caller = Fiber.current();
		if (caller != null) {
			this.found.add(caller);
		}
	}

	/**
	 * Leave those out that are known, and those who wait for one of them.
	 * @return what is left of the list, which is changed
	 */
	List<Fiber> removeFrom(List<Fiber> fibers) {
		fibers.removeIf(this::isKnown);
		return fibers;
	}

	private boolean isKnown(Fiber fiber) {
		if (!this.found.contains(fiber) && !awaitsOne(fiber)) {
			return false;
		}
		this.found.add(fiber);
		return true;
	}

	private boolean awaitsOne(Fiber fiber) {
		return LockSupport.getBlocker(fiber.thread()) instanceof Fiber awaited && this.found.contains(awaited);
	}

	/**
	 * Leave those out whose stack tells that they wait for the shutdown. It takes tens of
	 * microseconds for each that waits, so it is done for those only that an interrupt
	 * has not ended.
	 * @param fibers the fibers, which are changed
	 * @param deadlineNanos until when to look, as {@link System#nanoTime()}
	 */
	void lookForFrames(List<Fiber> fibers, long deadlineNanos) {
		fibers.removeIf((fiber) -> System.nanoTime() - deadlineNanos < 0 && isWaiting(fiber.thread().getState())
				&& hasFrame(FiberStack.of(fiber).orElse(null)) && this.found.add(fiber));
	}

	private static boolean isWaiting(Thread.State state) {
		return state == Thread.State.WAITING || state == Thread.State.BLOCKED;
	}

	private boolean hasFrame(@Nullable FiberStack stack) {
		return stack != null && stack.frames()
			.stream()
			.anyMatch((frame) -> this.frames.contains(frame.getClassName() + "." + frame.getMethodName()));
	}

}
