package io.coroutine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.coroutine.jdk.VirtualThreads;

/**
 * Counts the sockets and other nameless descriptors of this process.
 */
public final class OpenFiles {

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
	 * Sockets, epolls, eventfds: the JVM opens files with a name when it likes to.
	 */
	private static boolean isNameless(Path file) {
		try {
			String target = Files.readSymbolicLink(file).toString();
			return target.startsWith("socket:") || target.startsWith("anon_inode:");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
