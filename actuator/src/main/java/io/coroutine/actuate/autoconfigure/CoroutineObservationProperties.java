package io.coroutine.actuate.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the observations.
 */
@ConfigurationProperties("coroutine.observation")
public class CoroutineObservationProperties {

	/**
	 * Whether the observations of requests that come in and go out have the number of the
	 * coroutine, as the key value coroutine.id of high cardinality.
	 */
	private boolean enabled = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

}
