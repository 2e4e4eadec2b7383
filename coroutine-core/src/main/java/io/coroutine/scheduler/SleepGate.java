package io.coroutine.scheduler;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.coroutine.linux.EventFd;

/**
 * The sleep of an event loop, and how others end it.
 * <p>
 * The loop's carrier calls {@link #begin}, looks once more for work, waits in epoll, and
 * calls {@link #end}. A submitter queues its work and calls {@link #wake}. The flag is
 * volatile, as is the queue, so one of the two sees the other's write: either the carrier
 * finds the work, or the submitter finds the flag, and the one submitter that clears it
 * signals the eventfd.
 */
final class SleepGate {

	private static final VarHandle SLEEPING;

	static {
		try {
			SLEEPING = MethodHandles.lookup().findVarHandle(SleepGate.class, "sleeping", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final EventFd eventFd;

	private volatile boolean sleeping;

	/** How many submitters have promised a signal; confined to the carrier. */
	private long promisedSignals;

	SleepGate() throws IOException {
		this.eventFd = EventFd.open();
	}

	/**
	 * Return the descriptor to wait for, edge-triggered, as the counter is never reset.
	 */
	int descriptor() {
		return this.eventFd.fd();
	}

	void begin() {
		this.sleeping = true;
	}

	void end() {
		if (!SLEEPING.compareAndSet(this, true, false)) {
			this.promisedSignals++;
		}
	}

	/**
	 * Wake the loop if it sleeps. Called by any thread, after it has queued its work.
	 */
	void wake() {
		if (this.sleeping && SLEEPING.compareAndSet(this, true, false)) {
			this.eventFd.signal();
		}
	}

	boolean isSleeping() {
		return this.sleeping;
	}

	/**
	 * Close the descriptor. A submitter that has cleared the flag may not have signalled
	 * yet, and must not do so on a descriptor that belongs to somebody else by then: its
	 * signal is waited for. It is but a few instructions away.
	 */
	void close() {
		long signals = 0;
		while (signals < this.promisedSignals) {
			signals += this.eventFd.take();
			Thread.onSpinWait();
		}
		this.eventFd.close();
	}

}
