package io.coroutine.internal.fiber;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for some instructions that neither block nor wait, where nearly always the same
 * carrier takes it: half the cost of a monitor. Not reentrant. Who finds it taken spins,
 * and gives its CPU up now and then, as the holder may have been preempted.
 * <p>
 * Ordering: what was done before {@link #unlock()} is seen after the next
 * {@link #lock()}. A virtual thread that holds it cannot lose its carrier, as it does
 * nothing that parks. For the modules of this project, not for applications.
 */
public final class SpinLock {

	private static final int SPINS = 100;

	private static final VarHandle TAKEN;

	static {
		try {
			TAKEN = MethodHandles.lookup().findVarHandle(SpinLock.class, "taken", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("unused")
	private volatile boolean taken;

	/**
	 * Take the lock, once nobody else has it.
	 */
	public void lock() {
		int spins = 0;
		while (!TAKEN.compareAndSet(this, false, true)) {
			if (++spins % SPINS == 0) {
				Thread.yield();
			}
			else {
				Thread.onSpinWait();
			}
		}
	}

	/**
	 * Give the lock back. Called by the thread that has it.
	 */
	public void unlock() {
		TAKEN.setRelease(this, false);
	}

}
