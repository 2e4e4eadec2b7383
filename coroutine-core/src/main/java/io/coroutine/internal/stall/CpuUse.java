package io.coroutine.internal.stall;

import java.util.concurrent.TimeUnit;

import io.coroutine.internal.linux.NativeThread;

/**
 * Tells a thread that waits from one that computes, from two looks at it. The state of a
 * thread in Java would not do: for one that waits in the virtual machine, as for a class
 * initializer, it may be anything. One that has used little CPU time may also have got
 * none, so what counts as well is that it sleeps now.
 * <p>
 * Confined to the watchdog.
 */
public final class CpuUse {

	/** A look that is longer ago tells nothing of now. */
	private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Who waits may use so small a part of the time, for looking whether to go on. */
	private static final int PART = 8;

	private final NativeThread thread;

	private long lookedAt;

	private long usedNanos;

	private boolean waits;

	private long since;

	public CpuUse(NativeThread thread, long nowNanos) {
		this.thread = thread;
		this.lookedAt = nowNanos - RECENT_NANOS;
	}

	/**
	 * Begin anew, as what is seen now tells nothing.
	 */
	public void forget() {
		this.waits = false;
	}

	/**
	 * Look at the thread, once at a time.
	 * @return for how many nanoseconds it has waited, at all looks in that time, of which
	 * none was long after the one before; 0 if it does not wait. Whoever computes waits
	 * as well now and then, for the virtual machine, but not for long
	 */
	public long waits(long nowNanos) {
		long passed = nowNanos - this.lookedAt;
		if (passed > 0) {
			long used = this.thread.cpuNanos();
			boolean waited = passed < RECENT_NANOS && (used - this.usedNanos) * PART < passed;
			if (!this.waits) {
				this.since = this.lookedAt;
			}
			this.waits = waited && this.thread.isAsleep();
			this.usedNanos = used;
			this.lookedAt = nowNanos;
		}
		return (this.waits) ? nowNanos - this.since : 0;
	}

}
