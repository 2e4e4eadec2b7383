package io.coroutine.autoconfigure.admission;

import org.jspecify.annotations.Nullable;

/**
 * Properties of a bound on requests.
 */
public abstract class RequestLimitProperties extends AdmissionProperties {

	/**
	 * How the bound on concurrent requests is found.
	 */
	private AdmissionMode mode = AdmissionMode.FIXED;

	/**
	 * How many requests may run at once, 1 or more; at most, in the adaptive mode.
	 */
	private @Nullable Integer maxConcurrent;

	/**
	 * How long an asynchronous request counts.
	 */
	private @Nullable AsyncAdmission async;

	public AdmissionMode getMode() {
		return this.mode;
	}

	public void setMode(AdmissionMode mode) {
		this.mode = mode;
	}

	public @Nullable Integer getMaxConcurrent() {
		return this.maxConcurrent;
	}

	public void setMaxConcurrent(@Nullable Integer maxConcurrent) {
		this.maxConcurrent = maxConcurrent;
	}

	public @Nullable AsyncAdmission getAsync() {
		return this.async;
	}

	public void setAsync(@Nullable AsyncAdmission async) {
		this.async = async;
	}

}
