package io.coroutine.internal.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An interrupt that others send to a thread, once at most, and not any more once the
 * thread has gone on.
 * <p>
 * {@code state} goes from {@link #OPEN} to {@link #ENDED} by the thread, or to
 * {@link #SENDING} and {@link #SENT} by the one that sends it. So either the thread has
 * won, or it waits the moment until the interrupt has come, and takes it away.
 */
class SingleInterrupt {

	private static final int OPEN = 0;

	private static final int SENDING = 1;

	private static final int SENT = 2;

	private static final int ENDED = 3;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(SingleInterrupt.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Thread thread = Thread.currentThread();

	private volatile int state = OPEN;

	/**
	 * Tell whether it may be sent still. Called by any thread.
	 */
	boolean isOpen() {
		return this.state == OPEN;
	}

	/**
	 * Interrupt the thread that has created this, unless that has been done, or is not
	 * wanted any more. Called by any thread.
	 */
	void send() {
		if (STATE.compareAndSet(this, OPEN, SENDING)) {
			try {
				deliver();
			}
			finally {
				this.state = SENT;
			}
		}
	}

	/**
	 * End it. Called by the thread that has created it.
	 * @return whether the thread was interrupted, which is taken away
	 */
	boolean end() {
		if (STATE.compareAndSet(this, OPEN, ENDED)) {
			return false;
		}
		while (this.state == SENDING) {
			Thread.yield();
		}
		takeBack();
		return true;
	}

	void deliver() {
		this.thread.interrupt();
	}

	void takeBack() {
		boolean _ = Thread.interrupted();
	}

}
