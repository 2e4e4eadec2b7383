package io.coroutine.benchmarks.compare;

import java.util.List;

/**
 * A way to run the sample: the same jar, other arguments.
 */
public enum Mode {

	/** Stock Boot, with a pool of threads. */
	STOCK("stock"),

	/** Stock Boot with {@code spring.threads.virtual.enabled}. */
	VIRTUAL("virtual"),

	/** Coroutines. */
	COROUTINES("coroutines"),

	/**
	 * Coroutines without meters and key values of observations, to see what these cost.
	 */
	UNMETERED("unmetered");

	/** Those that are compared if nothing else is said. */
	public static final List<Mode> MAIN = List.of(STOCK, VIRTUAL, COROUTINES);

	private final String label;

	Mode(String label) {
		this.label = label;
	}

	/**
	 * Return the arguments that make the sample run so.
	 * @return the arguments
	 */
	public List<String> arguments() {
		return switch (this) {
			case STOCK -> List.of("--coroutine.enabled=false", "--spring.threads.virtual.enabled=false");
			case VIRTUAL -> List.of("--coroutine.enabled=false", "--spring.threads.virtual.enabled=true");
			case COROUTINES -> List.of();
			case UNMETERED ->
				List.of("--management.metrics.enable.coroutines=false", "--coroutine.observation.enabled=false");
		};
	}

	/**
	 * Tell whether the sample runs on coroutines.
	 * @return whether it does
	 */
	public boolean isOnCoroutines() {
		return this == COROUTINES || this == UNMETERED;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
