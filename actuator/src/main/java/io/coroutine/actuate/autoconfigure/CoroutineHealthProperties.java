package io.coroutine.actuate.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the health of the coroutines.
 */
@ConfigurationProperties("coroutine.health")
public class CoroutineHealthProperties {

	/**
	 * How long an event loop may be stalled while no spare carrier is left to take it
	 * over, before the health is OUT_OF_SERVICE. 0 or more.
	 */
	private Duration maxStall = Duration.ofSeconds(1);

	/**
	 * How long requests, or those who want a connection, may be turned away before the
	 * health is OUT_OF_SERVICE. Without any for five seconds the time begins anew. 0 or
	 * more.
	 */
	private Duration maxShedding = Duration.ofSeconds(30);

	public Duration getMaxStall() {
		return this.maxStall;
	}

	public void setMaxStall(Duration maxStall) {
		this.maxStall = maxStall;
	}

	public Duration getMaxShedding() {
		return this.maxShedding;
	}

	public void setMaxShedding(Duration maxShedding) {
		this.maxShedding = maxShedding;
	}

}
