package io.coroutine.scheduler;

import java.util.concurrent.TimeUnit;

import io.coroutine.linux.NativeThread;

/**
 * Tells a thread that waits from one that computes, from two looks at it. The state of a
 * thread in Java would not do: for one that waits in the virtual machine, as for a class
 * initializer, it may be anything. One that has used little processor time may also have
 * got none, so what counts as well is that it does not ask for a processor now.
 * <p>
 * Confined to the watchdog.
 */
final class CpuUse {

	/** A look that is longer ago tells nothing of now. */
	private static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	/** Who waits may use so small a part of the time, for looking whether to go on. */
	private static final int PART = 8;

	private final NativeThread thread;

	private long lookedAt;

	private long usedNanos;

	/** At how many looks in a row it has waited. */
	private int looks;

	CpuUse(NativeThread thread, long nowNanos) {
		this.thread = thread;
		this.lookedAt = nowNanos - RECENT_NANOS;
	}

	/**
	 * Look at the thread, once at a time.
	 * @return at how many looks in a row it waited, and had waited since the look before,
	 * which was not long ago; one is no proof: whoever computes waits too while garbage
	 * is collected
	 */
	int waits(long nowNanos) {
		long passed = nowNanos - this.lookedAt;
		if (passed > 0) {
			long used = this.thread.cpuNanos();
			boolean waited = passed < RECENT_NANOS && (used - this.usedNanos) * PART < passed;
			this.usedNanos = used;
			this.lookedAt = nowNanos;
			this.looks = (waited && !this.thread.isRunnable()) ? this.looks + 1 : 0;
		}
		return this.looks;
	}

}
