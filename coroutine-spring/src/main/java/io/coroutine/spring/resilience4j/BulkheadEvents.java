package io.coroutine.spring.resilience4j;

import java.util.function.Function;

import io.github.resilience4j.bulkhead.ThreadPoolBulkhead.ThreadPoolBulkheadEventPublisher;
import io.github.resilience4j.bulkhead.event.BulkheadEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallFinishedEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallPermittedEvent;
import io.github.resilience4j.bulkhead.event.BulkheadOnCallRejectedEvent;
import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;

/**
 * The events of one bulkhead.
 */
final class BulkheadEvents extends EventProcessor<BulkheadEvent> implements ThreadPoolBulkheadEventPublisher {

	private final String bulkhead;

	BulkheadEvents(String bulkhead) {
		this.bulkhead = bulkhead;
	}

	/**
	 * Publish an event, if anybody wants to know.
	 * @param event makes it for the name of the bulkhead
	 */
	void publish(Function<String, BulkheadEvent> event) {
		if (hasConsumers()) {
			processEvent(event.apply(this.bulkhead));
		}
	}

	@Override
	public ThreadPoolBulkheadEventPublisher onCallPermitted(EventConsumer<BulkheadOnCallPermittedEvent> consumer) {
		registerConsumer(BulkheadOnCallPermittedEvent.class.getName(), consumer);
		return this;
	}

	@Override
	public ThreadPoolBulkheadEventPublisher onCallRejected(EventConsumer<BulkheadOnCallRejectedEvent> consumer) {
		registerConsumer(BulkheadOnCallRejectedEvent.class.getName(), consumer);
		return this;
	}

	@Override
	public ThreadPoolBulkheadEventPublisher onCallFinished(EventConsumer<BulkheadOnCallFinishedEvent> consumer) {
		registerConsumer(BulkheadOnCallFinishedEvent.class.getName(), consumer);
		return this;
	}

}
