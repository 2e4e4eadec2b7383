package io.coroutine.admission;

import java.time.Duration;
import java.util.Objects;

/**
 * Makes an {@link AdmissionGate}. Not safe for use by several threads.
 */
public final class AdmissionGateBuilder {

	private final String name;

	private final int limit;

	private int queueLimit = Integer.MAX_VALUE;

	private Duration longestWait = Duration.ofSeconds(30);

	AdmissionGateBuilder(String name, int limit) {
		this.name = Objects.requireNonNull(name, "The name must not be null");
		this.limit = AdmissionGate.checkLimit(limit);
	}

	/**
	 * Set how many may wait. Who comes when so many do is rejected at once.
	 * @param queueLimit the number, zero or more; without limit by default
	 * @return this
	 * @throws IllegalArgumentException if the number is negative
	 */
	public AdmissionGateBuilder queueLimit(int queueLimit) {
		if (queueLimit < 0) {
			throw new IllegalArgumentException("The queue limit must be zero or more, not " + queueLimit);
		}
		this.queueLimit = queueLimit;
		return this;
	}

	/**
	 * Set how long {@link AdmissionGate#acquire()} waits at most.
	 * @param longestWait the time, zero or more; 30 seconds by default
	 * @return this
	 * @throws IllegalArgumentException if the time is negative
	 */
	public AdmissionGateBuilder longestWait(Duration longestWait) {
		if (longestWait.isNegative()) {
			throw new IllegalArgumentException("The longest wait must be zero or more, not " + longestWait);
		}
		this.longestWait = longestWait;
		return this;
	}

	/**
	 * Make the gate.
	 * @return a new gate, open
	 */
	public AdmissionGate build() {
		return new AdmissionGate(this.name, this.limit, this.queueLimit, this.longestWait);
	}

}
