package io.coroutine.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the way to the event-loop engine.
 */
@ConfigurationProperties("coroutine.engine")
public class EngineProperties {

	/**
	 * How the event-loop engine may get what it needs of the JDK.
	 */
	private Open open = Open.AUTO;

	public Open getOpen() {
		return this.open;
	}

	public void setOpen(Open open) {
		this.open = open;
	}

	/**
	 * Ways to what the engine needs.
	 */
	public enum Open {

		/**
		 * By options of the JVM or entries of the manifest, and by native means where
		 * these are missing.
		 */
		AUTO,

		/**
		 * By options of the JVM or entries of the manifest only.
		 */
		MANIFEST_ONLY

	}

}
