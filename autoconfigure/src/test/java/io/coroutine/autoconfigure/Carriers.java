package io.coroutine.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The threads and descriptors of runtimes, for tests that check what is left behind.
 */
public final class Carriers {

	private Carriers() {
	}

	/**
	 * Return the threads of runtimes that live.
	 * @return their names
	 */
	public static List<String> alive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("coroutine-"))
			.toList();
	}

	/**
	 * Return how many descriptors for epoll and for wake-ups this process has.
	 * @return the number
	 * @throws IOException if they can not be listed
	 */
	public static long eventDescriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((descriptor) -> target(descriptor).startsWith("anon_inode:[event")).count();
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// Closed meanwhile
			return "";
		}
	}

}
