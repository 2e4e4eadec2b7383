package io.coroutine.autoconfigure.net;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the socket hook.
 */
@ConfigurationProperties("coroutine.hooks.socket")
public class SocketHookProperties {

	/**
	 * Whether java.net.Socket waits on the event loops. If not, or without event loops,
	 * the JDK's own implementation is used.
	 */
	private boolean enabled = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

}
