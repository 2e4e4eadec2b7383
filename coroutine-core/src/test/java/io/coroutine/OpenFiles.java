package io.coroutine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.coroutine.jdk.VirtualThreads;

/**
 * Counts the descriptors of this process.
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
			return files.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
