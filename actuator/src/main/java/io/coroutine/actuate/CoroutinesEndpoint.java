package io.coroutine.actuate;

import java.util.List;
import java.util.stream.Stream;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows how the engine runs and what the coroutines do.
 * The latter depends on the way of access: see {@link CoroutinesEndpointWebExtension} and
 * {@link CoroutinesEndpointJmxExtension}.
 */
@Endpoint(id = "coroutines", defaultAccess = Access.READ_ONLY)
public final class CoroutinesEndpoint {

	private final CoroutineRuntime runtime;

	private final ObjectProvider<AdmissionGates> gates;

	private final ObjectProvider<Hook> hooks;

	private final CoroutineDumps dumps;

	private CoroutinesEndpoint(CoroutineRuntime runtime, ObjectProvider<AdmissionGates> gates,
			ObjectProvider<Hook> hooks) {
		this.runtime = runtime;
		this.gates = gates;
		this.hooks = hooks;
		this.dumps = new CoroutineDumps(runtime);
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

	/**
	 * Cancel a coroutine. Only where the access to the endpoint is unrestricted.
	 * @param id its number
	 */
	@DeleteOperation
	public void cancel(@Selector String id) {
		this.dumps.cancel(id);
	}

	CoroutineDumps dumps() {
		return this.dumps;
	}

}
