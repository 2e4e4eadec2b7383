package io.coroutine.compatibility.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.coroutine.test.Eventually;

/**
 * The descriptors and threads of this process, to tell whether some are left over.
 */
final class Remains {

	private final Map<String, Long> descriptors = descriptors();

	private final Map<String, Long> threads = threads();

	void awaitNoneLeft() {
		await("descriptor", this.descriptors, Remains::descriptors);
		await("thread", this.threads, Remains::threads);
	}

	private static void await(String what, Map<String, Long> before, Supplier<Map<String, Long>> now) {
		Eventually.until("no " + what + " is left over of those that there were not before",
				() -> left(before, now.get()));
	}

	private static boolean left(Map<String, Long> before, Map<String, Long> now) {
		return now.entrySet().stream().allMatch((entry) -> entry.getValue() <= before.getOrDefault(entry.getKey(), 0L));
	}

	private static Map<String, Long> descriptors() {
		try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
			return count(links.map(Remains::kind));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String kind(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().replaceAll(":\\[\\d+]$", "");
		}
		catch (IOException ex) {
			return "closed meanwhile";
		}
	}

	/**
	 * All but those that the JDK's own scheduler of virtual threads has more or fewer of
	 * as it sees fit.
	 */
	private static Map<String, Long> threads() {
		return count(Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map((thread) -> thread.getName().replaceAll("\\d+", "N"))
			.filter((name) -> !name.startsWith("ForkJoinPool-N-worker")));
	}

	private static Map<String, Long> count(Stream<String> names) {
		return names.collect(Collectors.groupingBy((name) -> name, TreeMap::new, Collectors.counting()));
	}

}
