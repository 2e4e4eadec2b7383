package io.coroutine.autoconfigure.admission;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the admission to connection pools.
 */
@ConfigurationProperties("coroutine.datasource.admission")
public class DataSourceAdmissionProperties {

	/**
	 * Whether those who want a connection of HikariCP wait at a gate before its pool. If
	 * not, they wait inside it.
	 */
	private boolean enabled = true;

	/**
	 * How many may wait for a connection of one data source, 0 or more. Further ones are
	 * turned away at once. By default 1000 for each connection of its pool.
	 */
	private @Nullable Integer queueLimit;

	/**
	 * How long to wait for a connection, at the gate and in the pool together, 0 or more.
	 * By default as long as the connection timeout of the pool.
	 */
	private @Nullable Duration maxWait;

	/**
	 * Whether a request waits no longer for its turn when its client has ended the
	 * connection, or its sending half of it, which can not be told apart. Then its place
	 * is free, and its work is not done.
	 */
	private boolean noticeGoneClients = true;

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

	public @Nullable Integer getQueueLimit() {
		return this.queueLimit;
	}

	public void setQueueLimit(@Nullable Integer queueLimit) {
		this.queueLimit = queueLimit;
	}

	public @Nullable Duration getMaxWait() {
		return this.maxWait;
	}

	public void setMaxWait(@Nullable Duration maxWait) {
		this.maxWait = maxWait;
	}

	public boolean isNoticeGoneClients() {
		return this.noticeGoneClients;
	}

	public void setNoticeGoneClients(boolean noticeGoneClients) {
		this.noticeGoneClients = noticeGoneClients;
	}

	public Duration getRetryAfter() {
		return this.retryAfter;
	}

	public void setRetryAfter(Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

}
