package io.coroutine.spring.resilience4j;

import java.util.function.Function;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionListener;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.event.BulkheadEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallFinishedEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallPermittedEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallRejectedEvent;
import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events of Resilience4j from what happens at a gate. It listens to the gate from
 * the moment somebody wants events, so that a gate of which nobody does tells nobody.
 * Consumers are called by whoever passes the gate. What they throw is logged and goes no
 * further: a permit would be lost by it.
 */
final class GateEvents extends EventProcessor<BulkheadEvent> implements Bulkhead.EventPublisher, AdmissionListener {

	private static final Logger logger = LoggerFactory.getLogger(GateEvents.class);

	private final AdmissionGate gate;

	GateEvents(AdmissionGate gate) {
		this.gate = gate;
	}

	@Override
	public void admitted() {
		publish(BulkheadOnCallPermittedEvent::new);
	}

	@Override
	public void rejected(Reason reason) {
		publish(BulkheadOnCallRejectedEvent::new);
	}

	@Override
	public void released() {
		publish(BulkheadOnCallFinishedEvent::new);
	}

	private void publish(Function<String, BulkheadEvent> event) {
		try {
			processEvent(event.apply(this.gate.name()));
		}
		catch (RuntimeException ex) {
			logger.warn("A consumer of the events of the gate '{}' has failed", this.gate.name(), ex);
		}
	}

	@Override
	public void onEvent(@Nullable EventConsumer<BulkheadEvent> consumer) {
		super.onEvent(consumer);
		this.gate.listener(this);
	}

	@Override
	public Bulkhead.EventPublisher onCallPermitted(EventConsumer<BulkheadOnCallPermittedEvent> consumer) {
		return register(BulkheadOnCallPermittedEvent.class, consumer);
	}

	@Override
	public Bulkhead.EventPublisher onCallRejected(EventConsumer<BulkheadOnCallRejectedEvent> consumer) {
		return register(BulkheadOnCallRejectedEvent.class, consumer);
	}

	@Override
	public Bulkhead.EventPublisher onCallFinished(EventConsumer<BulkheadOnCallFinishedEvent> consumer) {
		return register(BulkheadOnCallFinishedEvent.class, consumer);
	}

	private <E extends BulkheadEvent> Bulkhead.EventPublisher register(Class<E> type, EventConsumer<E> consumer) {
		registerConsumer(type.getName(), consumer);
		this.gate.listener(this);
		return this;
	}

}
