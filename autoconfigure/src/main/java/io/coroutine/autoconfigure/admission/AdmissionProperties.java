package io.coroutine.autoconfigure.admission;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Properties of those who wait at a gate. What is not set depends on the gate; the
 * descriptions that users see tell it, in
 * {@code additional-spring-configuration-metadata.json}.
 */
public abstract class AdmissionProperties {

	/**
	 * How many may wait, 0 or more. Further ones are turned away at once.
	 */
	private @Nullable Integer queueLimit;

	/**
	 * How long one waits at most, 0 or more.
	 */
	private @Nullable Duration maxWait;

	/**
	 * Whether a request waits no longer for its turn when its client has ended the
	 * connection, or its sending half of it, which cannot be told apart. Then its place
	 * is free, and its work is not done.
	 */
	private @Nullable Boolean noticeGoneClients;

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

	public @Nullable Boolean getNoticeGoneClients() {
		return this.noticeGoneClients;
	}

	public void setNoticeGoneClients(@Nullable Boolean noticeGoneClients) {
		this.noticeGoneClients = noticeGoneClients;
	}

}
