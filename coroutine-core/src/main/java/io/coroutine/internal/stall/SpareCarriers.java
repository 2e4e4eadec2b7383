package io.coroutine.internal.stall;

/**
 * The carriers as the watchdog sees them, which is the one that calls.
 */
public interface SpareCarriers {

	/**
	 * Make sure that a carrier waits for a loop that is about to be taken from another:
	 * one that does so already, or a new one.
	 * @param culprit the other one, which will not have a loop then
	 * @return whether there is one; not if all are in use, or the operating system gives
	 * no thread
	 */
	boolean prepareSpare(WatchedCarrier culprit, long nowNanos);

	/**
	 * Look for carriers for the loops that have none, and call the reserve if they find
	 * none.
	 */
	void recruit(long nowNanos);

	/**
	 * Return how many carriers there are beyond the bound.
	 */
	int extra();

}
