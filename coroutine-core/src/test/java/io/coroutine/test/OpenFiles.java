package io.coroutine.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.coroutine.internal.jdk.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * Counts the sockets and other nameless descriptors of this process.
 */
public final class OpenFiles {

	private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

	static {
		// The JDK opens its pollers once and for ever
		VirtualThreads.initializeJdkPollers();
	}

	private OpenFiles() {
	}

	public static long count() {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.filter(OpenFiles::isNameless).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until there are no more than so many. A loop closes its own when its carrier
	 * gets to it, for which a shutdown does not wait long.
	 */
	public static void awaitAtMost(long limit) {
		long deadline = System.nanoTime() + LIMIT_NANOS;
		for (long count = count(); count > limit; count = count()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError(count + " descriptors are open still, and not " + limit);
			}
			Thread.yield();
		}
	}

	/**
	 * Tell whether a descriptor is open for a file, whatever its number.
	 * @param target the file as of {@link #targetOf(int)}
	 */
	public static boolean isOpen(Path target) {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.anyMatch((file) -> target.equals(targetOf(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return what a descriptor is open for.
	 */
	public static @Nullable Path targetOf(int descriptor) {
		return targetOf(Path.of("/proc/self/fd", Integer.toString(descriptor)));
	}

	private static @Nullable Path targetOf(Path file) {
		try {
			return Files.readSymbolicLink(file);
		}
		catch (IOException ex) {
			// Closed meanwhile
			return null;
		}
	}

	/**
	 * Sockets, epolls, eventfds: the JVM opens files with a name when it likes to.
	 */
	private static boolean isNameless(Path file) {
		Path target = targetOf(file);
		return target != null
				&& (target.toString().startsWith("socket:") || target.toString().startsWith("anon_inode:"));
	}

}
