package io.coroutine.internal.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.coroutine.internal.timer.CoarseClock;

/**
 * What an event loop measures of itself. The carrier of the loop writes, one at a time,
 * but stalls, which are the watchdog's; any thread reads. Counters are plain fields
 * written and read opaquely: no ordering is needed, only that a reader sees a whole and
 * not too old number.
 */
public final class LoopStatistics {

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

	public LoopClock clock() {
		return this.clock;
	}

	/**
	 * Count a slice.
	 * @return its number, from 1 on
	 */
	public long sliceBegins() {
		return increment(SLICES);
	}

	/**
	 * Called after a slice that is timed, also by a carrier that has lost the loop.
	 */
	public void sliceEnded(long nanos) {
		this.runSlices.record(nanos);
	}

	public void adoptedSliceBegins() {
		increment(ADOPTED);
	}

	public void iterationBegins() {
		increment(ITERATIONS);
		forgetTick();
	}

	/**
	 * Have the clock read when the time is needed next. Called once an iteration, and by
	 * the watchdog, as a coroutine may occupy the loop for long. If one of several writes
	 * is lost, the time is a little old for a while.
	 */
	public void forgetTick() {
		TICK.setOpaque(this, CoarseClock.NONE);
	}

	/**
	 * Return the time of this iteration, see {@link CoarseClock}. Called on the loop, or
	 * by a coroutine that it was taken away from.
	 */
	public int tick() {
		int known = (int) TICK.getOpaque(this);
		if (known == CoarseClock.NONE) {
			known = CoarseClock.read();
			TICK.setOpaque(this, known);
		}
		return known;
	}

	public void wokenUp() {
		increment(WAKEUPS);
	}

	public void stole(int count) {
		STOLEN.setOpaque(this, (long) STOLEN.getOpaque(this) + count);
	}

	public void switched(long nanos) {
		this.switchLatencies.record(nanos);
	}

	public long slices() {
		return (long) SLICES.getOpaque(this);
	}

	public long adopted() {
		return (long) ADOPTED.getOpaque(this);
	}

	public long iterations() {
		return (long) ITERATIONS.getOpaque(this);
	}

	public long wakeups() {
		return (long) WAKEUPS.getOpaque(this);
	}

	public long stolen() {
		return (long) STOLEN.getOpaque(this);
	}

	/**
	 * Called by the watchdog when a coroutine has occupied the loop for too long.
	 */
	public void stallBegins() {
		increment(STALLS);
		STALLED.setOpaque(this, true);
	}

	/**
	 * Called by the watchdog when that is over, or another carrier has the loop.
	 */
	public void stallEnds() {
		STALLED.setOpaque(this, false);
	}

	public long stalls() {
		return (long) STALLS.getOpaque(this);
	}

	public boolean isStalled() {
		return (boolean) STALLED.getOpaque(this);
	}

	public Latencies switchLatencies() {
		return this.switchLatencies;
	}

	public Latencies runSlices() {
		return this.runSlices;
	}

	private long increment(VarHandle counter) {
		long incremented = (long) counter.getOpaque(this) + 1;
		counter.setOpaque(this, incremented);
		return incremented;
	}

}
