package io.coroutine.internal.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.socket.StreamSocket;

/**
 * How long the operations of a connection may take. Any thread may call it: each field is
 * volatile and stands for itself.
 */
public final class TimeLimits {

	/** Beyond that the arithmetic of {@link System#nanoTime()} ends. */
	private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(36_500);

	private volatile long readNanos;

	private volatile long writeNanos;

	private volatile long idleNanos;

	/**
	 * Since when the connection is idle: the last transfer, or the begin of the wait
	 * after it. Kept only while there is an idle time-out.
	 */
	private volatile long idleSince;

	/** Whether a read has timed out since the last transfer. */
	private volatile boolean timedOut;

	/**
	 * Turn a time of a user into nanoseconds.
	 * @param what which time, to begin a sentence with
	 * @return the nanoseconds, zero or more
	 * @throws IllegalArgumentException if it is negative
	 */
	public static long toNanos(String what, Duration time) {
		return Math.min(TimeUnit.NANOSECONDS.convert(checked(what, time)), LONGEST_NANOS);
	}

	/**
	 * Check that a time of a user is not negative.
	 */
	public static Duration checked(String what, Duration time) {
		if (time.isNegative()) {
			throw new IllegalArgumentException(what + " must not be negative, not " + time);
		}
		return time;
	}

	/**
	 * Return the time from now until a deadline, for calls that take milliseconds.
	 * @return the milliseconds, rounded up, at least 1; 0 if there is no deadline
	 */
	static int millisUntil(long deadline) {
		if (deadline == StreamSocket.NO_DEADLINE) {
			return 0;
		}
		long millis = Math.ceilDiv(deadline - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(1));
		return Math.clamp(millis, 1, Integer.MAX_VALUE);
	}

	public void read(Duration timeout) {
		this.readNanos = toNanos("The read time-out", timeout);
	}

	public void write(Duration timeout) {
		this.writeNanos = toNanos("The write time-out", timeout);
	}

	public void idle(Duration timeout) {
		long nanos = toNanos("The idle time-out", timeout);
		this.idleSince = System.nanoTime();
		this.idleNanos = nanos;
	}

	/**
	 * Return until when a read that begins now may wait.
	 */
	public long readDeadline() {
		return StreamSocket.deadlineIn(this.readNanos);
	}

	/**
	 * Return until when a write that begins now may last.
	 */
	public long writeDeadline() {
		return StreamSocket.deadlineIn(this.writeNanos);
	}

	/**
	 * Return the end of an operation: its own deadline, or when the connection has been
	 * idle for too long.
	 */
	public long orIdle(long deadline) {
		long nanos = this.idleNanos;
		if (nanos == 0) {
			return deadline;
		}
		long idle = this.idleSince + nanos;
		boolean first = deadline == StreamSocket.NO_DEADLINE || idle - deadline < 0;
		return (!first) ? deadline : (idle != StreamSocket.NO_DEADLINE) ? idle : 1;
	}

	/**
	 * Tell whether nothing has been transferred for too long.
	 */
	public boolean isIdle() {
		long nanos = this.idleNanos;
		return nanos != 0 && System.nanoTime() - this.idleSince >= nanos;
	}

	/**
	 * Note that an operation begins. The time before it does not count as idle, unless
	 * somebody has waited in vain.
	 */
	public void begin() {
		if (this.idleNanos != 0 && !this.timedOut) {
			this.idleSince = System.nanoTime();
		}
	}

	/**
	 * Note that a read has timed out.
	 */
	public void timedOut() {
		this.timedOut = true;
	}

	/**
	 * Note that bytes have been read or written.
	 */
	public void transferred() {
		if (this.idleNanos != 0) {
			this.idleSince = System.nanoTime();
			this.timedOut = false;
		}
	}

}
