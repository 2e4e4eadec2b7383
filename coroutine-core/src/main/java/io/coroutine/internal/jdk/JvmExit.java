package io.coroutine.internal.jdk;

/**
 * Tells about the end of the JVM. May be called from any thread.
 */
public final class JvmExit {

	/**
	 * Where a thread is that has called {@link Runtime#exit}, for ever: it runs the
	 * shutdown hooks, or waits while another does.
	 */
	public static final String FRAME = "java.lang.Shutdown.exit";

	/** Never started. */
	private static final Thread PROBE = Thread.ofPlatform().unstarted(() -> {
	});

	private JvmExit() {
	}

	/**
	 * Tell whether the shutdown hooks run, or have run.
	 * @return whether this JVM is about to end
	 */
	public static boolean hasBegun() {
		try {
			Runtime.getRuntime().removeShutdownHook(PROBE);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

}
