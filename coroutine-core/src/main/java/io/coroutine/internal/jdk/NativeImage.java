package io.coroutine.internal.jdk;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether this is a GraalVM native image, which has no HotSpot and no classes of
 * the JDK to be opened. May be called from any thread.
 */
public final class NativeImage {

	/** What is set in images, and while they are built. */
	private static final String PROPERTY = "org.graalvm.nativeimage.imagecode";

	private NativeImage() {
	}

	/**
	 * Return why the event-loop engine cannot run.
	 * @return the reason in words, without full stop, or {@code null} if this is a JVM
	 */
	public static @Nullable String reason() {
		return (System
			.getProperty(PROPERTY) != null) ? "this is a GraalVM native image: the event-loop engine needs HotSpot,"
					+ " and gates before connection pools and statements that mind deadlines need classes made at run time"
					: null;
	}

}
