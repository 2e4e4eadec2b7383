package io.coroutine.internal.loop;

/**
 * Something that is to be done at some time, see {@code Scheduler.alarm}.
 */
@FunctionalInterface
public interface Alarm {

	/**
	 * Call it off. What has begun goes on, and may or may not be interrupted. May be
	 * called by any thread, and more than once.
	 */
	void cancel();

}
