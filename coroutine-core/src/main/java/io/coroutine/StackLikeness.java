package io.coroutine;

import io.coroutine.snapshot.WaitKind;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines of one shape in a dump: whether the stack of one tells that of the
 * others.
 */
final class StackLikeness {

	/** So many have to have the same stack before others are believed to have it. */
	private static final int READ_FIRST = 64;

	/** Of the others, one in so many is read all the same. */
	private static final int READ_ONE_IN = 16;

	private long seen;

	private boolean mixed;

	private @Nullable StackMembers group;

	private @Nullable WaitKind waitKind;

	/**
	 * Count one more, and tell whether its stack needs not be read.
	 * @return those that have the same, or {@code null} if it is to be read
	 */
	@Nullable StackMembers next() {
		long before = this.seen;
		this.seen++;
		return (!this.mixed && before >= READ_FIRST && before % READ_ONE_IN != 0) ? this.group : null;
	}

	/**
	 * Say what the stack was that was read.
	 * @param found those with this stack
	 * @param kind what this one waits for
	 */
	void wasRead(StackMembers found, @Nullable WaitKind kind) {
		this.mixed = this.mixed || (this.group != null && found != this.group);
		this.group = found;
		this.waitKind = kind;
	}

	/**
	 * Return what the last one waited for that was read.
	 */
	@Nullable WaitKind waitKind() {
		return this.waitKind;
	}

}
