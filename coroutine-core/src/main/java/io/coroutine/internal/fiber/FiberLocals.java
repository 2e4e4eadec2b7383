package io.coroutine.internal.fiber;

/**
 * Values that belong to a {@link Fiber} and end with it.
 */
public interface FiberLocals {

	/**
	 * Called by the fiber at its end, after its task, whatever that has thrown. Not
	 * called if it never runs. Throws nothing.
	 */
	void end();

}
