package io.coroutine;

import io.coroutine.internal.fiber.Fiber;

/**
 * Where the frames of a coroutine are.
 */
public enum StackMode {

	/**
	 * On the carrier's stack while the coroutine runs, copied to the heap while it waits.
	 */
	SHARED,

	/**
	 * On a whole native stack of its own: for native code, very deep recursion, and code
	 * that insists on a platform thread.
	 */
	PRIVATE;

	static StackMode of(Fiber fiber) {
		return (fiber.hasPrivateStack()) ? PRIVATE : SHARED;
	}

}
