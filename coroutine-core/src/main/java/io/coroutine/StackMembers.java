package io.coroutine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines with one stack, while a dump is taken.
 */
final class StackMembers {

	private static final int EXAMPLES = 5;

	private final Map<CoroutineState, Long> states = new EnumMap<>(CoroutineState.class);

	private final Map<WaitKind, Long> waitingFor = new EnumMap<>(WaitKind.class);

	private final Map<StackMode, Long> stackModes = new EnumMap<>(StackMode.class);

	/** The first ones, which have the lowest numbers and so are the oldest. */
	private final List<CoroutineInfo> examples = new ArrayList<>(EXAMPLES);

	private Duration oldest = Duration.ZERO;

	private long count;

	private long inferred;

	/**
	 * Add one whose stack was read.
	 */
	void add(CoroutineInfo info) {
		add(info.state(), info.stackMode(), info.age(), (info.waitingFor() != null) ? info.waitingFor().kind() : null);
		if (this.examples.size() < EXAMPLES) {
			this.examples.add(info);
		}
	}

	/**
	 * Add one that looks as the others do.
	 */
	void addInferred(CoroutineState state, StackMode mode, Duration age, @Nullable WaitKind kind) {
		add(state, mode, age, kind);
		this.inferred++;
	}

	private void add(CoroutineState state, StackMode mode, Duration age, @Nullable WaitKind kind) {
		this.count++;
		this.states.merge(state, 1L, Long::sum);
		this.stackModes.merge(mode, 1L, Long::sum);
		if (kind != null) {
			this.waitingFor.merge(kind, 1L, Long::sum);
		}
		if (age.compareTo(this.oldest) > 0) {
			this.oldest = age;
		}
	}

	long count() {
		return this.count;
	}

	CoroutineDump.Group toGroup(List<StackTraceElement> frames) {
		return new CoroutineDump.Group(this.count, this.inferred, this.states, this.waitingFor, this.stackModes,
				this.oldest, this.examples, frames);
	}

}
