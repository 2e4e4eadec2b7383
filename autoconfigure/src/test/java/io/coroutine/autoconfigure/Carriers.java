package io.coroutine.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The threads and descriptors of runtimes, for tests that check what is left behind.
 */
public final class Carriers {

	private Carriers() {
	}

	/**
	 * Wait until no thread of a runtime is alive. Those that ask for names stay for a
	 * second after their last question, one of a coroutine ends a moment after that.
	 */
	public static void awaitNone() {
		await("threads", Carriers::alive, List::isEmpty);
	}

	private static List<String> alive() {
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
	 */
	public static long eventDescriptors() {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((descriptor) -> target(descriptor).startsWith("anon_inode:[event")).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until there are not more of these descriptors.
	 * @param most how many there may be
	 */
	public static void awaitEventDescriptors(long most) {
		await("event descriptors", Carriers::eventDescriptors, (count) -> count <= most);
	}

	/**
	 * Wait until a condition holds.
	 * @param what the condition in words
	 */
	public static void awaitTrue(String what, Supplier<Boolean> condition) {
		await(what, condition, Boolean::booleanValue);
	}

	private static <T> void await(String what, Supplier<T> source, Predicate<T> condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		for (T found = source.get(); !condition.test(found); found = source.get()) {
			assertThat(System.nanoTime() - deadline).as("nanoseconds over the time to wait: %s %s", what, found)
				.isNegative();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
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
