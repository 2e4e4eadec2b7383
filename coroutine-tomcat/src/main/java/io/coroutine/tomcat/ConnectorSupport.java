package io.coroutine.tomcat;

import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether {@link CoroutineHttp11Protocol} can do what a connector is configured
 * for. Any thread may call it.
 */
public final class ConnectorSupport {

	private ConnectorSupport() {
	}

	/**
	 * Look for what only Tomcat's own connector can do.
	 * @param protocol the protocol of the connector, of any kind, with its configuration
	 * @return what it is, a sentence without full stop, or {@code null} if there is
	 * nothing
	 */
	public static @Nullable String reasonAgainst(AbstractHttp11Protocol<?> protocol) {
		if (protocol.isSSLEnabled()) {
			return "TLS is enabled, which needs Tomcat's own connector";
		}
		for (UpgradeProtocol upgrade : protocol.findUpgradeProtocols()) {
			return "the upgrade protocol " + upgrade.getClass().getName()
					+ " is configured, which needs Tomcat's own connector";
		}
		if (protocol.getProperty("unixDomainSocketPath") != null) {
			return "a Unix domain socket is configured, which needs Tomcat's own connector";
		}
		if (Boolean.parseBoolean(protocol.getProperty("useInheritedChannel"))) {
			return "an inherited channel is configured, which needs Tomcat's own connector";
		}
		return null;
	}

}
