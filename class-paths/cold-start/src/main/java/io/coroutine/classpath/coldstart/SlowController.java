package io.coroutine.classpath.coldstart;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Each path needs a class of its own, whose initializer waits. Whoever runs it, and
 * whoever waits for it, is pinned.
 */
@RestController
class SlowController {

	@GetMapping("/sleeps")
	String sleeps() {
		return Sleeps.VALUE;
	}

	@GetMapping("/queries")
	String queries() {
		return Queries.VALUE;
	}

	@GetMapping("/asks")
	String asks() {
		return Asks.VALUE;
	}

	static final class Sleeps {

		static final String VALUE = awake();

		private Sleeps() {
		}

		private static String awake() {
			long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
			for (long left = 1; left > 0; left = end - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			return "slept";
		}

	}

	static final class Queries {

		static final String VALUE = "queried " + Service.query();

		private Queries() {
		}

	}

	static final class Asks {

		static final String VALUE = "asked " + Service.ask();

		private Asks() {
		}

	}

}
