package io.coroutine.autoconfigure.http;

import java.time.Duration;

import io.coroutine.autoconfigure.admission.Requirement;
import io.coroutine.spring.http.HttpClientAdmission.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the connection pools of Apache HttpClient 5.
 */
@ConfigurationProperties("coroutine.http-client")
public class HttpClientProperties {

	private static final String PREFIX = "coroutine.http-client";

	/**
	 * Whether the connection pool of Apache HttpClient 5, where RestTemplate and
	 * RestClient use it, is sized by these properties and has gates before it. If not, it
	 * has the five connections to a host, and 25 in all, of HttpClient itself.
	 */
	private boolean enabled = true;

	/**
	 * How many connections each client has, 1 or more.
	 */
	private int maxConnections = 1_000;

	/**
	 * How many of its connections a client has to one host and port, 1 or more.
	 */
	private int maxConnectionsPerRoute = 200;

	/**
	 * How long a call waits for a connection at most, 0 or more. It never waits longer
	 * than for the connection request timeout of HttpClient, three minutes unless the
	 * application has set another one.
	 */
	private @Nullable Duration maxWait;

	/**
	 * How many calls may wait for connections to one host and port, and how many for any,
	 * 0 or more. Further ones fail at once. By default 1000 for each connection.
	 */
	private @Nullable Integer queueLimit;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(int maxConnections) {
		this.maxConnections = maxConnections;
	}

	public int getMaxConnectionsPerRoute() {
		return this.maxConnectionsPerRoute;
	}

	public void setMaxConnectionsPerRoute(int maxConnectionsPerRoute) {
		this.maxConnectionsPerRoute = maxConnectionsPerRoute;
	}

	public @Nullable Duration getMaxWait() {
		return this.maxWait;
	}

	public void setMaxWait(@Nullable Duration maxWait) {
		this.maxWait = maxWait;
	}

	public @Nullable Integer getQueueLimit() {
		return this.queueLimit;
	}

	public void setQueueLimit(@Nullable Integer queueLimit) {
		this.queueLimit = queueLimit;
	}

	/**
	 * Make settings. A value out of range stops the start with a report that names its
	 * property.
	 */
	Settings toSettings() {
		Requirement.requireOneOrMore(PREFIX + ".max-connections", this.maxConnections);
		Requirement.requireOneOrMore(PREFIX + ".max-connections-per-route", this.maxConnectionsPerRoute);
		Requirement.requireWait(PREFIX, this.queueLimit, this.maxWait);
		return new Settings(this.maxConnections, this.maxConnectionsPerRoute, this.queueLimit, this.maxWait);
	}

}
