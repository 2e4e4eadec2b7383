package io.coroutine.actuate;

import io.coroutine.Hook;

/**
 * A hook for tests.
 *
 * @param name its name
 * @param status its status
 */
public record FixedHook(String name, Hook.Status status) implements Hook {

	/**
	 * Create a hook.
	 * @param name its name
	 * @param inForce whether it is in force
	 * @param reason why
	 */
	public FixedHook(String name, boolean inForce, String reason) {
		this(name, new Status(inForce, reason));
	}

}
