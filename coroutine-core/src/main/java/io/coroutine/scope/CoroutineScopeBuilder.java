package io.coroutine.scope;

import java.time.Duration;
import java.util.Objects;

import io.coroutine.CoroutineRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Opens a {@link CoroutineScope}. Not safe for use by several threads.
 */
public final class CoroutineScopeBuilder {

	private @Nullable CoroutineRuntime runtime;

	private @Nullable String name;

	private @Nullable Duration deadline;

	CoroutineScopeBuilder() {
	}

	/**
	 * Choose what runs the children.
	 * @param runtime the runtime; by default that of the coroutine that opens the scope
	 * @return this
	 */
	public CoroutineScopeBuilder runtime(CoroutineRuntime runtime) {
		this.runtime = Objects.requireNonNull(runtime, "The runtime must not be null");
		return this;
	}

	/**
	 * Set the name, for messages and as the beginning of the names of the children.
	 * @param name the name; none by default
	 * @return this
	 */
	public CoroutineScopeBuilder name(String name) {
		this.name = Objects.requireNonNull(name, "The name must not be null");
		return this;
	}

	/**
	 * Set how long the children may take, from {@link #open()} on. It is watched by a
	 * coroutine of its own.
	 * @param deadline the time, more than zero; without end by default
	 * @return this
	 * @throws IllegalArgumentException if the time is zero or negative
	 */
	public CoroutineScopeBuilder deadline(Duration deadline) {
		if (!deadline.isPositive()) {
			throw new IllegalArgumentException("The deadline must be more than zero, not " + deadline);
		}
		this.deadline = deadline;
		return this;
	}

	/**
	 * Open a scope.
	 * @return the scope, to be closed by the caller
	 * @throws IllegalStateException if no runtime is given and the caller is no
	 * coroutine, or its runtime is shut down
	 * @throws java.util.concurrent.RejectedExecutionException if there is a deadline and
	 * the runtime is shut down
	 */
	public CoroutineScope open() {
		CoroutineRuntime runsIt = (this.runtime != null) ? this.runtime : CoroutineRuntime.current();
		return new CoroutineScope(runsIt, this.name, this.deadline);
	}

}
