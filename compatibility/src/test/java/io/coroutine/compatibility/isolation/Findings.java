package io.coroutine.compatibility.isolation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * What was found where something else, or nothing, should have been.
 */
final class Findings {

	private static final int KEPT = 20;

	private final ConcurrentLinkedQueue<String> first = new ConcurrentLinkedQueue<>();

	private final AtomicLong count = new AtomicLong();

	private final AtomicLong checks = new AtomicLong();

	void check(String where, Token token, Place place, @Nullable String expected) {
		this.checks.incrementAndGet();
		String found = place.reader().get();
		if (!Objects.equals(found, expected) && this.count.incrementAndGet() <= KEPT) {
			this.first
				.add(where + " of " + token + ", " + place.name() + ": expected " + expected + ", found " + found);
		}
	}

	/**
	 * Return the first of them.
	 */
	List<String> first() {
		return List.copyOf(this.first);
	}

	long checks() {
		return this.checks.get();
	}

}
