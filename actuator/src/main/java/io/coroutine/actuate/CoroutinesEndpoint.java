package io.coroutine.actuate;

import java.util.List;
import java.util.stream.Stream;

import io.coroutine.AdmissionGate;
import io.coroutine.AdmissionGates;
import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that shows how the engine runs.
 */
@Endpoint(id = "coroutines", defaultAccess = Access.READ_ONLY)
public final class CoroutinesEndpoint {

	private final CoroutineRuntime runtime;

	private final ObjectProvider<AdmissionGates> gates;

	private final ObjectProvider<Hook> hooks;

	private CoroutinesEndpoint(CoroutineRuntime runtime, ObjectProvider<AdmissionGates> gates,
			ObjectProvider<Hook> hooks) {
		this.runtime = runtime;
		this.gates = gates;
		this.hooks = hooks;
	}

	/**
	 * Create the endpoint.
	 * @param runtime the runtime to show
	 * @param gates the gates of the application
	 * @param hooks the hooks of the application
	 * @return the endpoint
	 */
	public static CoroutinesEndpoint of(CoroutineRuntime runtime, ObjectProvider<AdmissionGates> gates,
			ObjectProvider<Hook> hooks) {
		return new CoroutinesEndpoint(runtime, gates, hooks);
	}

	/**
	 * Return how the engine runs now.
	 * @return the summary
	 */
	@ReadOperation
	public CoroutinesDescriptor coroutines() {
		try (Stream<Hook> inOrder = this.hooks.orderedStream()) {
			List<Hook> known = inOrder.toList();
			List<AdmissionGate> gates = this.gates.stream().flatMap((some) -> some.list().stream()).toList();
			return CoroutinesDescriptor.of(this.runtime, this.runtime.snapshot(), gates, known);
		}
	}

}
