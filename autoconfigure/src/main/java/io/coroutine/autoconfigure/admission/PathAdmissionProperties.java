package io.coroutine.autoconfigure.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Properties of a class of requests. Its requests count for this class only.
 */
public class PathAdmissionProperties {

	/**
	 * Patterns of its paths within the application, as those of controllers. A request
	 * that fits several classes belongs to the one with the most specific pattern.
	 */
	private List<String> paths = new ArrayList<>();

	/**
	 * How the bound on concurrent requests is found.
	 */
	private AdmissionMode mode = AdmissionMode.FIXED;

	/**
	 * How many of its requests may run at once, 1 or more; at most, in the adaptive mode.
	 * Needed in the fixed mode; 1000 by default in the adaptive mode.
	 */
	private @Nullable Integer maxConcurrent;

	/**
	 * How many of its requests may wait, 0 or more. Further ones are turned away at once.
	 */
	private int queueLimit = 1000;

	/**
	 * How long one of its requests waits at most, 0 or more.
	 */
	private Duration maxWait = Duration.ofSeconds(2);

	/**
	 * How long an asynchronous request counts.
	 */
	private AsyncAdmission async = AsyncAdmission.HOLD;

	/**
	 * Whether one of its requests waits no longer for its turn when its client has ended
	 * the connection, or its sending half of it, which can not be told apart. Then its
	 * place is free, and its work is not done.
	 */
	private boolean noticeGoneClients = true;

	public List<String> getPaths() {
		return this.paths;
	}

	public void setPaths(List<String> paths) {
		this.paths = paths;
	}

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

	public int getQueueLimit() {
		return this.queueLimit;
	}

	public void setQueueLimit(int queueLimit) {
		this.queueLimit = queueLimit;
	}

	public Duration getMaxWait() {
		return this.maxWait;
	}

	public void setMaxWait(Duration maxWait) {
		this.maxWait = maxWait;
	}

	public AsyncAdmission getAsync() {
		return this.async;
	}

	public void setAsync(AsyncAdmission async) {
		this.async = async;
	}

	public boolean isNoticeGoneClients() {
		return this.noticeGoneClients;
	}

	public void setNoticeGoneClients(boolean noticeGoneClients) {
		this.noticeGoneClients = noticeGoneClients;
	}

}
