package io.coroutine.admission;

import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import org.jspecify.annotations.Nullable;

/**
 * The place of one thread, a coroutine or not, in the line of an
 * {@link AdmissionPermits}.
 * <p>
 * {@code state} changes with the lock of the line only. It goes from {@link State#NEW} to
 * {@link State#WAITING} or at once to one of the ends; from {@code WAITING} to
 * {@link State#ADMITTED} or {@link State#CLOSED} by whoever serves it, or to
 * {@link State#LEFT} by the thread itself. That thread reads it without the lock: it is
 * unparked after the change and looks again before it parks, so it never misses it.
 * <p>
 * The links are guarded by the lock while it waits. Once it is served, {@code next}
 * belongs to the one that has served it, to wake several one after the other.
 */
final class AdmissionWaiter implements WaitReason {

	/** Where a waiter stands. */
	enum State {

		/** Not in the line yet. */
		NEW,

		/** In the line. */
		WAITING,

		/** Has a permit. */
		ADMITTED,

		/** Found the line full; it was never in it. */
		REFUSED,

		/** Turned away, as the gate is closed. */
		CLOSED,

		/** Has left the line by itself, without a permit. */
		LEFT

	}

	private final String gate;

	private final Thread thread;

	/** The loop on which it waits; {@code null} if on none. */
	final @Nullable EventLoop loop;

	volatile State state = State.NEW;

	@Nullable AdmissionWaiter previous;

	@Nullable AdmissionWaiter next;

	/** By how many later ones it was overtaken. */
	int overtaken;

	/**
	 * Create the waiter of a thread.
	 * @param gate the name of the gate
	 * @param thread who waits
	 * @param loop the loop it is on
	 */
	AdmissionWaiter(String gate, Thread thread, @Nullable EventLoop loop) {
		this.gate = gate;
		this.thread = thread;
		this.loop = loop;
	}

	Thread thread() {
		return this.thread;
	}

	@Override
	public WaitingFor describeWait(Thread waiter) {
		return new WaitingFor(WaitKind.QUEUE, "admission by the gate '" + this.gate + "'");
	}

}
