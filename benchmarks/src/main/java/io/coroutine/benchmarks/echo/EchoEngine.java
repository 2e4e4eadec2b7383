package io.coroutine.benchmarks.echo;

import java.util.List;

/**
 * What the echo service runs on.
 */
public enum EchoEngine {

	/** Virtual threads as the JDK has them. */
	VIRTUAL("virtual threads"),

	/** Coroutines on event loops. */
	COROUTINES("coroutines");

	private final String label;

	EchoEngine(String label) {
		this.label = label;
	}

	/**
	 * Return the flags for a number of carriers.
	 */
	List<String> jvmFlags(int carriers) {
		return switch (this) {
			case VIRTUAL -> List.of("-Djdk.virtualThreadScheduler.parallelism=" + carriers,
					"-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers);
			case COROUTINES -> List.of();
		};
	}

	@Override
	public String toString() {
		return this.label;
	}

}
