package io.coroutine.benchmarks.stall;

/**
 * Who keeps the CPU busy beside whom.
 */
enum StallScenario {

	/** One busy coroutine on every loop, beside coroutines that sleep for 1 ms. */
	SLEEPERS("sleepers"),

	/** A busy process on one core, beside an echo service on two. */
	ECHO("echo");

	private final String label;

	StallScenario(String label) {
		this.label = label;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
