package io.coroutine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import io.coroutine.scheduler.CoroutineState;
import io.coroutine.scheduler.Fiber;
import io.coroutine.scheduler.FiberStack;
import io.coroutine.scheduler.WaitKind;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link CoroutineDump}: looks at one coroutine after the other and keeps their
 * stacks only if they are new, so it needs memory for different stacks, however many
 * coroutines there are. For the time of a dump it belongs to one thread.
 * <p>
 * Most of the time goes into {@link Thread#getStackTrace()}, some 10 µs for the 80 frames
 * of a request. To walk the frames without making {@link StackTraceElement}s of them
 * would take half of that. But only the JDK's own method keeps a virtual thread from
 * going on meanwhile; to do so ourselves would mean to write its private state. To group
 * by something cheaper, such as the innermost frame and the size of the stack, would put
 * together what only looks alike. The elements of one method and line are equal and their
 * strings are the same objects, so comparing two stacks costs a tenth of reading one.
 */
final class DumpCollector {

	/** More different stacks than that are counted together. */
	private static final int MOST_GROUPS = 10_000;

	private static final int EXAMPLES = 5;

	private static final Comparator<CoroutineDump.Group> ORDER = Comparator.comparingLong(CoroutineDump.Group::count)
		.thenComparing(CoroutineDump.Group::oldest)
		.reversed();

	private final CoroutineFilter filter;

	private final Map<Stack, Members> groups = new HashMap<>();

	/** Frames of the groups, each once, as outer ones are shared by most. */
	private final Map<StackTraceElement, StackTraceElement> frames = new HashMap<>();

	private long withoutGroup;

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
				FiberStack.of(fiber).ifPresent((stack) -> add(fiber, stack));
			}
		}
		List<CoroutineDump.Group> sorted = new ArrayList<>(this.groups.size());
		this.groups.forEach((stack, members) -> sorted.add(members.toGroup(stack)));
		sorted.sort(ORDER);
		List<CoroutineDump.Group> first = sorted.subList(0, Math.min(limit, sorted.size()));
		List<CoroutineDump.Group> rest = sorted.subList(first.size(), sorted.size());
		return new CoroutineDump(fibers.size(), sum(first), List.copyOf(first), rest.size(),
				sum(rest) + this.withoutGroup);
	}

	private static long sum(List<CoroutineDump.Group> groups) {
		return groups.stream().mapToLong(CoroutineDump.Group::count).sum();
	}

	private void add(Fiber fiber, FiberStack look) {
		CoroutineInfo info = CoroutineInfo.of(fiber, look.snapshot());
		if (!this.filter.matches(info)) {
			return;
		}
		Stack stack = new Stack(look.frames());
		Members members = this.groups.get(stack);
		if (members == null) {
			if (this.groups.size() == MOST_GROUPS) {
				this.withoutGroup++;
				return;
			}
			members = new Members();
			this.groups.put(stack.of(this.frames), members);
		}
		members.add(info);
	}

	/**
	 * Frames that can be looked up.
	 */
	private static final class Stack {

		private final StackTraceElement[] frames;

		private final int hash;

		Stack(StackTraceElement[] frames) {
			this.frames = frames;
			this.hash = Arrays.hashCode(frames);
		}

		/**
		 * Use frames that are there already.
		 */
		Stack of(Map<StackTraceElement, StackTraceElement> known) {
			for (int i = 0; i < this.frames.length; i++) {
				StackTraceElement frame = this.frames[i];
				StackTraceElement same = known.putIfAbsent(frame, frame);
				this.frames[i] = (same != null) ? same : frame;
			}
			return this;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Stack stack && stack.hash == this.hash && Arrays.equals(stack.frames, this.frames);
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

	/**
	 * The coroutines with one stack.
	 */
	private static final class Members {

		private final Map<CoroutineState, Long> states = new EnumMap<>(CoroutineState.class);

		private final Map<WaitKind, Long> waitingFor = new EnumMap<>(WaitKind.class);

		private final Map<StackMode, Long> stackModes = new EnumMap<>(StackMode.class);

		/** The first ones, which have the lowest numbers and so are the oldest. */
		private final List<CoroutineInfo> examples = new ArrayList<>(EXAMPLES);

		private Duration oldest = Duration.ZERO;

		private long count;

		void add(CoroutineInfo info) {
			this.count++;
			this.states.merge(info.state(), 1L, Long::sum);
			this.stackModes.merge(info.stackMode(), 1L, Long::sum);
			if (info.waitingFor() != null) {
				this.waitingFor.merge(info.waitingFor().kind(), 1L, Long::sum);
			}
			if (info.age().compareTo(this.oldest) > 0) {
				this.oldest = info.age();
			}
			if (this.examples.size() < EXAMPLES) {
				this.examples.add(info);
			}
		}

		CoroutineDump.Group toGroup(Stack stack) {
			return new CoroutineDump.Group(this.count, this.states, this.waitingFor, this.stackModes, this.oldest,
					this.examples, List.of(stack.frames));
		}

	}

}
