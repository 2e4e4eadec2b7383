package io.coroutine.autoconfigure.admission;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the admission to connection pools.
 */
@ConfigurationProperties("coroutine.datasource.admission")
public class DataSourceAdmissionProperties extends AdmissionProperties {

	/**
	 * Whether those who want a connection of HikariCP wait at a gate before its pool. If
	 * not, they wait inside it.
	 */
	private boolean enabled = true;

	/**
	 * After what time a client should try again that was turned away, in the header
	 * Retry-After of the answer 503. Rounded up to seconds.
	 */
	private Duration retryAfter = Duration.ofSeconds(1);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getRetryAfter() {
		return this.retryAfter;
	}

	public void setRetryAfter(Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

}
