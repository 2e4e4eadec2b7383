package io.coroutine.autoconfigure.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of the admission of requests.
 */
@ConfigurationProperties("coroutine.admission")
public class RequestAdmissionProperties extends RequestLimitProperties {

	/**
	 * Whether requests may be bounded. If not, neither these properties nor
	 * server.tomcat.threads.max bound them.
	 */
	private boolean enabled = true;

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
