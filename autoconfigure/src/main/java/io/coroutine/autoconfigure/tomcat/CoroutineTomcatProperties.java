package io.coroutine.autoconfigure.tomcat;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of Tomcat on coroutines.
 */
@ConfigurationProperties("coroutine.tomcat")
public class CoroutineTomcatProperties {

	/**
	 * Whether each request runs in a coroutine. If not, Tomcat is left alone.
	 */
	private boolean enabled = true;

	private final Connector connector = new Connector();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Connector getConnector() {
		return this.connector;
	}

	/**
	 * Properties of the connector.
	 */
	public static class Connector {

		/**
		 * Whether connections are served on the event loops. If not, or where a service
		 * needs what only Tomcat's own connector can do, that one is kept and each
		 * request runs in a coroutine all the same.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
