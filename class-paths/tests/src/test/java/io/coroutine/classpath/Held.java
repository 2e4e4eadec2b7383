package io.coroutine.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a process holds of what the engine makes.
 *
 * @param threads threads of the engine
 * @param epolls epoll instances
 * @param eventfds what wakes them
 */
record Held(long threads, long epolls, long eventfds) {

	/**
	 * Look at a process.
	 */
	static Held by(long pid) throws IOException {
		Path process = Path.of("/proc", Long.toString(pid));
		return new Held(count(process.resolve("task"), Held::isOurs),
				count(process.resolve("fd"), isFor("[eventpoll]")), count(process.resolve("fd"), isFor("[eventfd]")));
	}

	private static long count(Path folder, Predicate<Path> wanted) throws IOException {
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.filter(wanted).count();
		}
	}

	private static boolean isOurs(Path thread) {
		try {
			return Files.readString(thread.resolve("comm")).startsWith("coroutine-");
		}
		catch (IOException ex) {
			// Ended meanwhile
			return false;
		}
	}

	private static Predicate<Path> isFor(String target) {
		return (descriptor) -> {
			try {
				return Files.readSymbolicLink(descriptor).toString().endsWith(target);
			}
			catch (IOException ex) {
				// Closed meanwhile
				return false;
			}
		};
	}

}
