package io.coroutine.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What an event loop measures of itself. The carrier of the loop writes, one at a time,
 * but stalls, which are the watchdog's; any thread reads. Counters are plain fields
 * written and read opaquely: no ordering is needed, only that a reader sees a whole and
 * not too old number.
 */
final class LoopStatistics {

	private static final VarHandle SLICES = handle("slices");

	private static final VarHandle ITERATIONS = handle("iterations");

	private static final VarHandle WAKEUPS = handle("wakeups");

	private static final VarHandle ADOPTED = handle("adopted");

	private static final VarHandle STOLEN = handle("stolen");

	private static final VarHandle STALLS = handle("stalls");

	private static final VarHandle STALLED = handle("stalled", boolean.class);

	private static final VarHandle TICK = handle("tick", int.class);

	private final LoopClock clock = new LoopClock();

	private final Latencies switchLatencies = new Latencies();

	private final Latencies runSlices = new Latencies();

	@SuppressWarnings("unused")
	private long slices;

	@SuppressWarnings("unused")
	private long iterations;

	@SuppressWarnings("unused")
	private long wakeups;

	@SuppressWarnings("unused")
	private long adopted;

	@SuppressWarnings("unused")
	private long stolen;

	@SuppressWarnings("unused")
	private long stalls;

	@SuppressWarnings("unused")
	private boolean stalled;

	@SuppressWarnings("unused")
	private int tick;

	private static VarHandle handle(String field) {
		return handle(field, long.class);
	}

	private static VarHandle handle(String field, Class<?> type) {
		try {
			return MethodHandles.lookup().findVarHandle(LoopStatistics.class, field, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	LoopClock clock() {
		return this.clock;
	}

	void sliceBegins() {
		increment(SLICES);
	}

	/**
	 * Called after a slice that is timed, also by a carrier that has lost the loop.
	 */
	void sliceEnded(long nanos) {
		this.runSlices.record(nanos);
	}

	void adoptedSliceBegins() {
		increment(ADOPTED);
	}

	void iterationBegins() {
		increment(ITERATIONS);
		forgetTick();
	}

	/**
	 * Have the clock read when the time is needed next. Called once an iteration, and by
	 * the watchdog, as a coroutine may occupy the loop for long. If one of several writes
	 * is lost, the time is a little old for a while.
	 */
	void forgetTick() {
		TICK.setOpaque(this, CoarseClock.NONE);
	}

	/**
	 * Return the time of this iteration, see {@link CoarseClock}. Called on the loop, or
	 * by a coroutine that it was taken away from.
	 */
	int tick() {
		int known = (int) TICK.getOpaque(this);
		if (known == CoarseClock.NONE) {
			known = CoarseClock.read();
			TICK.setOpaque(this, known);
		}
		return known;
	}

	void wokenUp() {
		increment(WAKEUPS);
	}

	void stole(int count) {
		STOLEN.setOpaque(this, (long) STOLEN.getOpaque(this) + count);
	}

	void switched(long nanos) {
		this.switchLatencies.record(nanos);
	}

	long slices() {
		return (long) SLICES.getOpaque(this);
	}

	long adopted() {
		return (long) ADOPTED.getOpaque(this);
	}

	long iterations() {
		return (long) ITERATIONS.getOpaque(this);
	}

	long wakeups() {
		return (long) WAKEUPS.getOpaque(this);
	}

	long stolen() {
		return (long) STOLEN.getOpaque(this);
	}

	/**
	 * Called by the watchdog when a coroutine has occupied the loop for too long.
	 */
	void stallBegins() {
		increment(STALLS);
		STALLED.setOpaque(this, true);
	}

	/**
	 * Called by the watchdog when that is over, or another carrier has the loop.
	 */
	void stallEnds() {
		STALLED.setOpaque(this, false);
	}

	long stalls() {
		return (long) STALLS.getOpaque(this);
	}

	boolean isStalled() {
		return (boolean) STALLED.getOpaque(this);
	}

	Latencies switchLatencies() {
		return this.switchLatencies;
	}

	Latencies runSlices() {
		return this.runSlices;
	}

	private void increment(VarHandle counter) {
		counter.setOpaque(this, (long) counter.getOpaque(this) + 1);
	}

}
