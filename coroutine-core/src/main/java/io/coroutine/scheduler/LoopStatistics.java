package io.coroutine.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * What an event loop measures of itself. The carrier of the loop writes, one at a time;
 * any thread reads. Counters are plain fields written and read opaquely: no ordering is
 * needed, only that a reader sees a whole and not too old number.
 */
final class LoopStatistics {

	private static final long MAX_LATENCY_NANOS = 60_000_000_000L;

	private static final VarHandle SLICES = handle("slices");

	private static final VarHandle ITERATIONS = handle("iterations");

	private static final VarHandle WAKEUPS = handle("wakeups");

	private static final VarHandle ADOPTED = handle("adopted");

	private static final VarHandle HELP = handle("help");

	private static final VarHandle TICK = handle("tick", int.class);

	private final SingleWriterRecorder switchLatency = new SingleWriterRecorder(1, MAX_LATENCY_NANOS, 2);

	private final Histogram total = new Histogram(1, MAX_LATENCY_NANOS, 2);

	@SuppressWarnings("unused")
	private long slices;

	@SuppressWarnings("unused")
	private long iterations;

	@SuppressWarnings("unused")
	private long wakeups;

	@SuppressWarnings("unused")
	private long adopted;

	@SuppressWarnings("unused")
	private long help;

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

	void sliceBegins() {
		increment(SLICES);
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

	void helpedOut(int count) {
		HELP.setOpaque(this, (long) HELP.getOpaque(this) + count);
	}

	void switched(long nanos) {
		this.switchLatency.recordValue(Math.clamp(nanos, 1, MAX_LATENCY_NANOS));
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

	long help() {
		return (long) HELP.getOpaque(this);
	}

	/**
	 * Return a copy of all switch latencies since the start, in nanoseconds.
	 */
	Histogram switchLatencies() {
		synchronized (this.total) {
			this.total.add(this.switchLatency.getIntervalHistogram());
			return this.total.copy();
		}
	}

	private void increment(VarHandle counter) {
		counter.setOpaque(this, (long) counter.getOpaque(this) + 1);
	}

}
