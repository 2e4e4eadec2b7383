package io.coroutine.benchmarks.compare;

import java.util.List;

/**
 * A way to run the sample: the same jar, other arguments.
 */
enum Mode {

	STOCK("stock"),

	VIRTUAL("virtual"),

	COROUTINES("coroutines");

	private final String label;

	Mode(String label) {
		this.label = label;
	}

	List<String> arguments() {
		return switch (this) {
			case STOCK -> List.of("--coroutine.enabled=false", "--spring.threads.virtual.enabled=false");
			case VIRTUAL -> List.of("--coroutine.enabled=false", "--spring.threads.virtual.enabled=true");
			case COROUTINES -> List.of();
		};
	}

	@Override
	public String toString() {
		return this.label;
	}

}
