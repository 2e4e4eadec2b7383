package io.coroutine.compatibility;

import io.coroutine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * How an application is run.
 */
public enum Mode {

	/** As if the starter were not there: what the others are compared with. */
	STOCK("coroutine.enabled=false", null),

	EVENT_LOOP("coroutine.engine=event-loop", Engine.EVENT_LOOP),

	PORTABLE("coroutine.engine=portable", Engine.PORTABLE);

	private final String property;

	private final @Nullable Engine engine;

	Mode(String property, @Nullable Engine engine) {
		this.property = property;
		this.engine = engine;
	}

	public String property() {
		return this.property;
	}

	/**
	 * Return what runs the coroutines, or {@code null} if there are none.
	 */
	public @Nullable Engine engine() {
		return this.engine;
	}

}
