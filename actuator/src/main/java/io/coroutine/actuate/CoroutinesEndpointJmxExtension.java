package io.coroutine.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * {@link EndpointJmxExtension @EndpointJmxExtension} of the {@link CoroutinesEndpoint}:
 * an operation for each thing to do, as there are no paths to tell them apart.
 */
@EndpointJmxExtension(endpoint = CoroutinesEndpoint.class)
public final class CoroutinesEndpointJmxExtension {

	private final CoroutineDumps dumps;

	private CoroutinesEndpointJmxExtension(CoroutineDumps dumps) {
		this.dumps = dumps;
	}

	/**
	 * Create the extension.
	 * @param endpoint what it extends
	 * @return the extension
	 */
	public static CoroutinesEndpointJmxExtension of(CoroutinesEndpoint endpoint) {
		return new CoroutinesEndpointJmxExtension(endpoint.dumps());
	}

	/**
	 * Show the live coroutines.
	 * @param state what the coroutines do
	 * @param mode where their frames are
	 * @param loop the index of their event loop
	 * @param waitingFor the kind of thing they wait for
	 * @param olderThan how long they live at least
	 * @param path the path of their request or one above it
	 * @param limit how many groups to show
	 * @return the dump
	 */
	@ReadOperation
	public DumpDescriptor dump(@Nullable String state, @Nullable String mode, @Nullable String loop,
			@Nullable String waitingFor, @Nullable String olderThan, @Nullable String path, @Nullable String limit) {
		return this.dumps.dump(new DumpFilters(state, mode, loop, waitingFor, olderThan, path, limit));
	}

	/**
	 * Show a coroutine.
	 * @param id its number
	 * @return the coroutine
	 */
	@ReadOperation
	public CoroutineDescriptor coroutine(String id) {
		return this.dumps.look(id);
	}

}
