package io.coroutine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.inspect.FiberShape;
import io.coroutine.internal.inspect.FiberStack;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link CoroutineDump}: looks at one coroutine after the other and keeps their
 * stacks only if they are new, so it needs memory for different stacks, however many
 * coroutines there are. For the time of a dump it belongs to one thread.
 * <p>
 * Most of the time goes into {@link Thread#getStackTrace()}, tens of microseconds for the
 * 100 frames of a request. To walk the frames without making {@link StackTraceElement}s
 * of them would take half of that. But only the JDK's own method keeps a virtual thread
 * from going on meanwhile; to do so ourselves would mean to write its private state. So
 * coroutines are first told apart by their {@link FiberShape}. When many of one shape all
 * have had the same stack, only some of the others are read, until one of them differs:
 * from then on all are. How many were not read is in the result.
 */
final class DumpCollector {

	/** More different stacks than that are counted together. */
	private static final int MOST_GROUPS = 10_000;

	private static final Comparator<CoroutineDump.Group> ORDER = Comparator.comparingLong(CoroutineDump.Group::count)
		.thenComparing(CoroutineDump.Group::oldest)
		.reversed();

	private final CoroutineFilter filter;

	private final Map<List<StackTraceElement>, StackMembers> groups = new HashMap<>();

	/** Frames of the groups, each once, as outer ones are shared by most. */
	private final Map<StackTraceElement, StackTraceElement> frames = new HashMap<>();

	private final Map<FiberShape, StackLikeness> shapes = new HashMap<>();

	/** Those that do not pass the filter. */
	private final StackMembers notShown = new StackMembers();

	/** Those whose stacks are too many. */
	private final StackMembers others = new StackMembers();

	DumpCollector(CoroutineFilter filter) {
		this.filter = filter;
	}

	/**
	 * Look at coroutines.
	 * @param fibers the coroutines, in the order of their numbers
	 * @param limit how many groups to return
	 * @throws CancellationException if the caller is interrupted
	 */
	CoroutineDump collect(List<Fiber> fibers, int limit) {
		for (Fiber fiber : fibers) {
			if (Thread.currentThread().isInterrupted()) {
				throw new CancellationException("The dump was interrupted");
			}
			if (this.filter.mayMatch(fiber)) {
				look(fiber);
			}
		}
		List<CoroutineDump.Group> sorted = new ArrayList<>(this.groups.size());
		this.groups.forEach((stack, members) -> sorted.add(members.toGroup(stack)));
		sorted.sort(ORDER);
		List<CoroutineDump.Group> first = sorted.subList(0, Math.min(limit, sorted.size()));
		List<CoroutineDump.Group> rest = sorted.subList(first.size(), sorted.size());
		return new CoroutineDump(fibers.size(), sum(first), List.copyOf(first), rest.size(),
				sum(rest) + this.others.count());
	}

	private static long sum(List<CoroutineDump.Group> groups) {
		return groups.stream().mapToLong(CoroutineDump.Group::count).sum();
	}

	private void look(Fiber fiber) {
		FiberShape shape = FiberShape.of(fiber);
		StackLikeness likeness = (shape != null) ? likeness(shape) : null;
		StackMembers known = (likeness != null) ? likeness.next() : null;
		if (shape != null && likeness != null && known != null) {
			known.addInferred(shape.state(), StackMode.of(fiber), fiber.age(), likeness.waitKind());
			return;
		}
		Optional<FiberStack> stack = FiberStack.of(fiber);
		if (stack.isPresent()) {
			CoroutineInfo info = CoroutineInfo.of(fiber, stack.get().snapshot());
			StackMembers members = (this.filter.matches(info)) ? members(stack.get()) : this.notShown;
			members.add(info);
			if (likeness != null) {
				likeness.wasRead(members, (info.waitingFor() != null) ? info.waitingFor().kind() : null);
			}
		}
	}

	private @Nullable StackLikeness likeness(FiberShape shape) {
		StackLikeness known = this.shapes.get(shape);
		if (known == null && this.shapes.size() < MOST_GROUPS) {
			known = new StackLikeness();
			this.shapes.put(shape, known);
		}
		return known;
	}

	private StackMembers members(FiberStack look) {
		List<StackTraceElement> stack = look.frames();
		StackMembers members = this.groups.get(stack);
		if (members == null && this.groups.size() < MOST_GROUPS) {
			members = new StackMembers();
			this.groups.put(stack.stream().map(this::known).toList(), members);
		}
		return (members != null) ? members : this.others;
	}

	private StackTraceElement known(StackTraceElement frame) {
		StackTraceElement same = this.frames.putIfAbsent(frame, frame);
		return (same != null) ? same : frame;
	}

}
