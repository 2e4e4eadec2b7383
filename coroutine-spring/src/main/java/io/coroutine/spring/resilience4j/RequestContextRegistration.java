package io.coroutine.spring.resilience4j;

import java.util.List;

import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.core.ContextPropagator;
import io.github.resilience4j.core.registry.EntryAddedEvent;
import io.github.resilience4j.core.registry.EntryRemovedEvent;
import io.github.resilience4j.core.registry.EntryReplacedEvent;
import io.github.resilience4j.core.registry.RegistryEventConsumer;

/**
 * Adds the propagator of the whole context to each bulkhead of a registry that has a pool
 * of threads, before the bulkhead is there for others.
 */
public final class RequestContextRegistration implements RegistryEventConsumer<ThreadPoolBulkhead> {

	private final RequestContextPropagator propagator;

	/**
	 * Create it.
	 * @param propagator what is added
	 */
	public RequestContextRegistration(RequestContextPropagator propagator) {
		this.propagator = propagator;
	}

	@Override
	public void onEntryAddedEvent(EntryAddedEvent<ThreadPoolBulkhead> event) {
		register(event.getAddedEntry());
	}

	@Override
	public void onEntryReplacedEvent(EntryReplacedEvent<ThreadPoolBulkhead> event) {
		register(event.getNewEntry());
	}

	@Override
	public void onEntryRemovedEvent(EntryRemovedEvent<ThreadPoolBulkhead> event) {
	}

	@SuppressWarnings("rawtypes") // As in the signature of the configuration
	private void register(ThreadPoolBulkhead bulkhead) {
		if (!(bulkhead instanceof CoroutineThreadPoolBulkhead)) {
			List<ContextPropagator> propagators = bulkhead.getBulkheadConfig().getContextPropagator();
			// Bulkheads may share a configuration that is in use
			if (!propagators.contains(this.propagator)) {
				propagators.add(this.propagator);
			}
		}
	}

}
