package io.coroutine.internal.loop;

/**
 * Work for the event loop itself, not for a coroutine: it runs on the loop's carrier
 * between coroutines and must neither block nor wait.
 */
@FunctionalInterface
public interface LoopTask {

	/**
	 * Do the work.
	 * @param loop the loop that runs it
	 */
	void run(EventLoop loop);

}
