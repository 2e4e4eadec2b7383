package io.coroutine;

import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;

/**
 * What coroutines take over from the code that creates them, beside the inherited
 * {@linkplain CoroutineLocal coroutine-locals}: thread-locals of frameworks, most often.
 * One serves all coroutines of a runtime, so it must be safe for use by several threads.
 *
 * @see CoroutineRuntimeBuilder#contextInheritance
 */
@FunctionalInterface
public interface ContextInheritance {

	/**
	 * Take what the caller has, for one coroutine that the caller creates. An exception
	 * comes out of the method that creates the coroutine, and there is no coroutine then.
	 * @return what to put in force in the coroutine, or {@code null} if the caller has
	 * nothing that is inherited
	 */
	@Nullable Captured capture();

	/**
	 * What a creator had, for one coroutine.
	 */
	@FunctionalInterface
	interface Captured {

		/**
		 * Put it in force for the caller, which is the coroutine before its task begins.
		 * An exception ends the coroutine as one of the task would; the task does not
		 * run, and if it is a future it is cancelled.
		 * @return what ends it; called by the coroutine after its task, whatever that
		 * throws
		 */
		Runnable install();

	}

}
