package io.coroutine.internal.stack;

/**
 * Makes the threads of {@link PrivateStacks}. Called by any thread.
 */
@FunctionalInterface
public interface StackThreads {

	/** Platform threads that do not keep the JVM alive. */
	StackThreads PLATFORM = (name, stackBytes,
			body) -> Thread.ofPlatform().daemon().name(name).stackSize(stackBytes).unstarted(body);

	/**
	 * Make a thread that is not started yet.
	 */
	Thread newThread(String name, long stackBytes, Runnable body);

}
