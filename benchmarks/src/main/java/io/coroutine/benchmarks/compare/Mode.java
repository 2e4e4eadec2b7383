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
	UNMETERED("unmetered"),

	/** Coroutines, with all switched off that is done for requests. */
	BARE("bare"),

	/** Coroutines, with admission and deadlines for each request. */
	USED("used");

	/** Those that are compared unless others are asked for. */
	public static final List<Mode> USUAL = List.of(STOCK, VIRTUAL, COROUTINES);

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
			case BARE ->
				List.of("--coroutine.admission.enabled=false", "--coroutine.datasource.admission.enabled=false",
						"--coroutine.deadline.enabled=false", "--coroutine.resilience4j.enabled=false",
						"--coroutine.context.inherit.enabled=false", "--coroutine.context.request-locals.enabled=false",
						"--coroutine.context.bean-scope.enabled=false", "--coroutine.stack.annotation.enabled=false");
			case USED -> List.of("--coroutine.admission.max-concurrent=10000", "--coroutine.deadline.request=30s");
		};
	}

	/**
	 * Tell whether the sample runs on coroutines.
	 * @return whether it does
	 */
	public boolean isOnCoroutines() {
		return this != STOCK && this != VIRTUAL;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
