package io.coroutine.internal.accept;

/**
 * Logs for those who must go on whatever happens to the log: it may fail, as it needs a
 * file of its own when the process has no descriptor left. Made early by those who use
 * it, as no class can be loaded then either. Any thread may call it.
 */
public final class NetLog {

	private static final System.Logger logger = System.getLogger("io.coroutine.net");

	public void log(System.Logger.Level level, String message, Throwable reason) {
		try {
			logger.log(level, message, reason);
		}
		catch (RuntimeException | Error ex) {
			// There is nowhere to tell it
		}
	}

}
