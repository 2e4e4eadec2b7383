package io.coroutine.autoconfigure.net;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the name service hook.
 */
@ConfigurationProperties("coroutine.hooks.name-service")
public class NameServiceHookProperties {

	/**
	 * Whether look-ups of host names in coroutines run on threads of their own. If not,
	 * each occupies an event loop until the operating system has the answer.
	 */
	private boolean enabled = true;

	/**
	 * How long a coroutine waits for a look-up, 1ms to 1d. Then the host is unknown.
	 */
	private Duration timeout = Duration.ofSeconds(15);

	/**
	 * How many look-ups there may be at once, 1 to 1024, each of which has a thread.
	 * Further ones are queued.
	 */
	private int maxConcurrent = 32;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getMaxConcurrent() {
		return this.maxConcurrent;
	}

	public void setMaxConcurrent(int maxConcurrent) {
		this.maxConcurrent = maxConcurrent;
	}

}
