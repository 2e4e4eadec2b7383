package io.coroutine.internal.loop;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.coroutine.internal.linux.Epoll;
import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.EventFd;

/**
 * The sleep of an event loop, and how others end it.
 * <p>
 * The loop's carrier calls {@link #begin}, looks once more for work, waits in epoll, and
 * calls {@link #end}. A submitter queues its work and calls {@link #wake}. The flag is
 * volatile, as is the queue, so one of the two sees the other's write: either the carrier
 * finds the work, or the submitter finds the flag, and the one submitter that clears it
 * signals the eventfd.
 */
class SleepGate {

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

	/** Published by the write of {@code sleeping} that follows. */
	private boolean deep;

	/** How many signals were promised by submitters and have not come; of the carrier. */
	private long outstanding;

	SleepGate(EventFd eventFd) {
		this.eventFd = eventFd;
	}

	/**
	 * Open the gate of a loop that sleeps in an epoll. Without its descriptor there, a
	 * loop that sleeps would never be woken.
	 * @param epoll the epoll of the loop
	 * @return the gate
	 * @throws IOException if the process has too many open files, or the kernel cannot
	 * watch the descriptor
	 */
	static SleepGate open(Epoll epoll) throws IOException {
		EventFd eventFd = EventFd.open();
		try {
			SleepGate gate = new SleepGate(eventFd);
			Errno.check(epoll.add(gate.descriptor(), Epoll.IN));
			return gate;
		}
		catch (IOException | RuntimeException | Error ex) {
			eventFd.close();
			throw ex;
		}
	}

	/**
	 * Return the descriptor to wait for. Level-triggered: another loop that looks into
	 * this loop's epoll to help it must not take the signal away.
	 */
	int descriptor() {
		return this.eventFd.fd();
	}

	/**
	 * Begin a sleep.
	 * @param deep whether the loop has no reason to look at the others soon
	 */
	void begin(boolean deep) {
		this.deep = deep;
		this.sleeping = true;
	}

	void end() {
		if (!SLEEPING.compareAndSet(this, true, false)) {
			this.outstanding++;
		}
	}

	/**
	 * Wake the loop if it sleeps. Called by any thread, after it has queued its work.
	 */
	void wake() {
		if (this.sleeping && SLEEPING.compareAndSet(this, true, false)) {
			signal();
		}
	}

	/**
	 * Wake the loop if it sleeps deep. Called by any thread, and without need by one that
	 * has read an old value of {@code deep}, which does no harm.
	 * @return whether it was woken
	 */
	boolean wakeIfDeep() {
		if (this.sleeping && this.deep && SLEEPING.compareAndSet(this, true, false)) {
			signal();
			return true;
		}
		return false;
	}

	/**
	 * The one thing in which a stress test differs, to be quick.
	 */
	void signal() {
		this.eventFd.signal();
	}

	/**
	 * Take in the signals that epoll has reported. Called by the carrier.
	 */
	void takeSignals() {
		this.outstanding -= this.eventFd.take();
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
		while (this.outstanding > 0) {
			takeSignals();
			Thread.onSpinWait();
		}
		this.eventFd.close();
	}

}
