package io.coroutine.spring.resilience4j;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the gates of an application among the bulkheads of Resilience4j.
 */
public final class GateBulkheads {

	private static final Logger logger = LoggerFactory.getLogger(GateBulkheads.class);

	private final BulkheadRegistry registry;

	private GateBulkheads(BulkheadRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Show the gates that are there, and those to come, under their own names. A bulkhead
	 * of the application that has the name of a gate stays what it is.
	 * @param gates the gates
	 * @param registry where they are shown
	 * @return what shows them
	 */
	public static GateBulkheads show(AdmissionGates gates, BulkheadRegistry registry) {
		GateBulkheads bulkheads = new GateBulkheads(registry);
		gates.whenAdded(bulkheads::show);
		return bulkheads;
	}

	private void show(AdmissionGate gate) {
		if (this.registry.find(gate.name()).isPresent()) {
			logger.debug("The gate '{}' is not shown as a bulkhead, as there is one of that name", gate.name());
			return;
		}
		// The registry lets others only take the place of one that it has made itself
		Bulkhead made = this.registry.bulkhead(gate.name(), BulkheadConfig.ofDefaults());
		this.registry.replace(made.getName(), new GateBulkhead(gate));
	}

}
