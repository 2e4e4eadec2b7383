package io.coroutine.autoconfigure.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of the admission of requests.
 */
@ConfigurationProperties("coroutine.admission")
public class RequestAdmissionProperties {

	/**
	 * Whether requests may be bounded. If not, neither these properties nor
	 * server.tomcat.threads.max bound them.
	 */
	private boolean enabled = true;

	/**
	 * How the bound on concurrent requests is found.
	 */
	private AdmissionMode mode = AdmissionMode.FIXED;

	/**
	 * How many requests may run at once, 1 or more; at most, in the adaptive mode. By
	 * default as many as server.tomcat.threads.max says if that is set; else without
	 * bound, or 1000 in the adaptive mode.
	 */
	private @Nullable Integer maxConcurrent;

	/**
	 * How many requests may wait, 0 or more. Further ones are turned away at once. By
	 * default 1000, or 10000 if the bound is that of server.tomcat.threads.max.
	 */
	private @Nullable Integer queueLimit;

	/**
	 * How long a request waits at most, 0 or more. By default 2s, or 1m if the bound is
	 * that of server.tomcat.threads.max.
	 */
	private @Nullable Duration maxWait;

	/**
	 * How long an asynchronous request counts. By default until it is completed, or until
	 * its thread would be free if the bound is that of server.tomcat.threads.max.
	 */
	private @Nullable AsyncAdmission async;

	/**
	 * Whether a request waits no longer for its turn when its client has ended the
	 * connection, or its sending half of it, which can not be told apart. Then its place
	 * is free, and its work is not done. By default true, or false if the bound is that
	 * of server.tomcat.threads.max.
	 */
	private @Nullable Boolean noticeGoneClients;

	/**
	 * After what time a client should try again that was turned away, in the header
	 * Retry-After of the answer 503. Rounded up to seconds.
	 */
	private Duration retryAfter = Duration.ofSeconds(1);

	/**
	 * Patterns of paths that are always let in, beside those of the actuator.
	 */
	private List<String> exclude = new ArrayList<>();

	@NestedConfigurationProperty
	private final AdaptiveAdmissionProperties adaptive = new AdaptiveAdmissionProperties();

	/**
	 * Classes of requests by path, each with a bound and a queue of its own.
	 */
	private final Map<String, PathAdmissionProperties> classes = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
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

	public @Nullable AsyncAdmission getAsync() {
		return this.async;
	}

	public void setAsync(@Nullable AsyncAdmission async) {
		this.async = async;
	}

	public @Nullable Boolean getNoticeGoneClients() {
		return this.noticeGoneClients;
	}

	public void setNoticeGoneClients(@Nullable Boolean noticeGoneClients) {
		this.noticeGoneClients = noticeGoneClients;
	}

	public Duration getRetryAfter() {
		return this.retryAfter;
	}

	public void setRetryAfter(Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

	public List<String> getExclude() {
		return this.exclude;
	}

	public void setExclude(List<String> exclude) {
		this.exclude = exclude;
	}

	public AdaptiveAdmissionProperties getAdaptive() {
		return this.adaptive;
	}

	public Map<String, PathAdmissionProperties> getClasses() {
		return this.classes;
	}

}
