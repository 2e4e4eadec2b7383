package io.coroutine.net;

import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.scheduler.Scheduler;

/**
 * Installs a {@link NameServiceHook}. Not safe for use by several threads.
 */
public final class NameServiceHookBuilder {

	private Duration timeout = Duration.ofSeconds(15);

	private int maxConcurrent = 32;

	NameServiceHookBuilder() {
	}

	/**
	 * Set how long a coroutine waits for a look-up, the wait for its turn included.
	 * @param timeout the time, 1 ms to 1 day; 15 seconds by default, in which the
	 * resolver of the operating system usually has given up itself
	 * @return this
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public NameServiceHookBuilder timeout(Duration timeout) {
		if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
			throw new IllegalArgumentException("The timeout of look-ups must be 1 ms to 1 day, not " + timeout);
		}
		this.timeout = timeout;
		return this;
	}

	/**
	 * Set how many look-ups there may be at once, each of which has a thread.
	 * @param count the number, 1 to 1024; 32 by default
	 * @return this
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public NameServiceHookBuilder maxConcurrent(int count) {
		if (count < 1 || count > 1024) {
			throw new IllegalArgumentException("The number of concurrent look-ups must be 1 to 1024, not " + count);
		}
		this.maxConcurrent = count;
		return this;
	}

	/**
	 * Install the hook for the coroutines of a runtime.
	 * @param runtime the runtime; the hook ends with it
	 * @return the hook, which tells by {@link NameServiceHook#status()} whether it is in
	 * force
	 */
	public NameServiceHook install(CoroutineRuntime runtime) {
		return new NameServiceHook(Scheduler.behind(runtime), this.timeout, this.maxConcurrent);
	}

}
