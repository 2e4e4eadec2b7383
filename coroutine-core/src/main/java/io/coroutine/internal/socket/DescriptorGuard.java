package io.coroutine.internal.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the system calls under way on a descriptor, so that it is closed when none is:
 * its number may belong to another file the moment after.
 * <p>
 * {@code state} holds the count, and {@link #CLOSED} once the socket is closed. Whoever
 * brings the count to zero after that, or finds it zero when closing, closes the
 * descriptor. Any thread may call.
 */
public final class DescriptorGuard {

	private static final int CLOSED = 1 << 31;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(DescriptorGuard.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile int state;

	/**
	 * Begin a system call.
	 * @return whether the socket is open; if not, {@link #leave()} must not be called
	 */
	public boolean enter() {
		while (true) {
			int current = this.state;
			if (current < 0) {
				return false;
			}
			if (STATE.compareAndSet(this, current, current + 1)) {
				return true;
			}
		}
	}

	/**
	 * End a system call.
	 * @return whether the caller must close the descriptor now
	 */
	public boolean leave() {
		return (int) STATE.getAndAdd(this, -1) == CLOSED + 1;
	}

	public boolean isClosed() {
		return this.state < 0;
	}

	/**
	 * Mark as closed. With system calls under way the caller counts as one of them.
	 * @return what the caller must do
	 */
	public Close close() {
		while (true) {
			int current = this.state;
			if (current < 0) {
				return Close.NOTHING;
			}
			int next = (current == 0) ? CLOSED : (current | CLOSED) + 1;
			if (STATE.compareAndSet(this, current, next)) {
				return (current == 0) ? Close.NOW : Close.BY_LAST_USER;
			}
		}
	}

	/**
	 * What follows from marking as closed.
	 */
	public enum Close {

		/** It was closed before. */
		NOTHING,

		/** The caller closes the descriptor. */
		NOW,

		/**
		 * The caller ends the calls under way and leaves; the last one closes the
		 * descriptor.
		 */
		BY_LAST_USER

	}

}
