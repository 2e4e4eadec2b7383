package io.coroutine.autoconfigure;

import java.util.List;

/**
 * The threads of runtimes, for tests that check what is left behind.
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

}
