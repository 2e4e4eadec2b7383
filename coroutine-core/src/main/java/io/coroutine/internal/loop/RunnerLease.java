package io.coroutine.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * Tells what the carrier of an event loop does, and with that, who may run the loop. The
 * state is the number of a <em>slice</em>, which is one turn of one coroutine:
 * <ul>
 * <li>{@code NONE}: the carrier executes code of the loop, or none has the loop; nobody
 * may take it away;</li>
 * <li>any other: the carrier is inside a coroutine, in that slice. No number comes twice
 * on a loop, so it stands for the carrier and for the coroutine as well.</li>
 * </ul>
 * {@code NONE} → slice: the carrier, by {@link #enterCoroutine}. Slice → {@code NONE}: by
 * compare-and-set, so that one wins: the same carrier after the coroutine, a coroutine on
 * it for the few instructions in which it touches data of the loop and which
 * {@link #goOn} ends, or the watchdog on behalf of the next carrier. Whoever has not won
 * has lost the loop. The watchdog names the slice that it has seen last for too long: if
 * that has ended, another slice of the same carrier is not taken in its place.
 * <p>
 * Ordering: the data of the loop is written before the release of
 * {@link #enterCoroutine}, and read after the compare-and-set of {@link #take}. Whoever
 * only looks asks whether the loop {@link #isInside} a slice, for the occupant, and for
 * the slice once more. After the first answer the occupant is that of the slice or of a
 * later one; and it is written with a release and read with an acquire, so after that of
 * a later slice the second answer is no.
 *
 * @param <T> the type of an occupant
 */
final class RunnerLease<T> {

	/** Less than all numbers of slices, also than that of a slice before the first. */
	private static final long NONE = -1;

	private static final VarHandle SLICE;

	private static final VarHandle OCCUPANT;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			SLICE = lookup.findVarHandle(RunnerLease.class, "slice", long.class);
			OCCUPANT = lookup.findVarHandle(RunnerLease.class, "occupant", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile long slice = NONE;

	@SuppressWarnings("unused")
	private @Nullable T occupant;

	/**
	 * Called by the carrier that runs the loop, before a coroutine goes on.
	 * @param slice a number that was not used before, at least 1
	 * @param occupant who goes on, if it is to be known
	 */
	void enterCoroutine(long slice, @Nullable T occupant) {
		OCCUPANT.setRelease(this, occupant);
		SLICE.setRelease(this, slice);
	}

	/**
	 * Called by a coroutine that has taken the loop, before it goes on.
	 */
	void goOn(long slice) {
		SLICE.setRelease(this, slice);
	}

	/**
	 * Take the loop, which its carrier has left for a coroutine.
	 * @return whether the caller may execute code of the loop now; if not, the carrier
	 * has lost it or is not inside this slice
	 */
	boolean take(long slice) {
		return SLICE.compareAndSet(this, slice, NONE);
	}

	/**
	 * Take the loop after a coroutine. Called by its carrier.
	 * @return as of {@link #take}
	 */
	boolean leaveCoroutine(long slice) {
		if (!take(slice)) {
			return false;
		}
		OCCUPANT.setRelease(this, null);
		return true;
	}

	boolean isInsideCoroutine() {
		return this.slice != NONE;
	}

	boolean isInside(long slice) {
		return this.slice == slice;
	}

	/**
	 * Return who goes on in a slice, if the carrier {@link #isInside} it before this call
	 * and after it.
	 */
	@SuppressWarnings("unchecked")
	@Nullable T occupant() {
		return (T) OCCUPANT.getAcquire(this);
	}

}
