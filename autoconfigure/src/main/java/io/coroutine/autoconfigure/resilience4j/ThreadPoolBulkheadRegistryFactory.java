package io.coroutine.autoconfigure.resilience4j;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.coroutine.CoroutineRuntime;
import io.coroutine.spring.resilience4j.CoroutineThreadPoolBulkheadRegistry;
import io.coroutine.spring.resilience4j.RequestContextPropagator;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadRegistry;
import io.github.resilience4j.bulkhead.event.BulkheadEvent;
import io.github.resilience4j.common.CompositeCustomizer;
import io.github.resilience4j.common.bulkhead.configuration.CommonThreadPoolBulkheadConfigurationProperties.InstanceProperties;
import io.github.resilience4j.common.bulkhead.configuration.ThreadPoolBulkheadConfigCustomizer;
import io.github.resilience4j.consumer.DefaultEventConsumerRegistry;
import io.github.resilience4j.consumer.EventConsumerRegistry;
import io.github.resilience4j.core.registry.RegistryEventConsumer;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.ThreadPoolBulkheadProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Makes the registry of thread-pool bulkheads from the properties and customizers of
 * Resilience4j, as its own auto-configuration does. All but the properties may be missing
 * when that is excluded.
 */
final class ThreadPoolBulkheadRegistryFactory {

	/** As {@code BulkheadEventsEndpoint} looks for them. */
	private static final String EVENTS_PREFIX = ThreadPoolBulkhead.class.getSimpleName() + "-";

	private static final int EVENTS = 100;

	private final ThreadPoolBulkheadProperties properties;

	private final EventConsumerRegistry<BulkheadEvent> events;

	private final List<RegistryEventConsumer<ThreadPoolBulkhead>> consumers;

	private final CompositeCustomizer<ThreadPoolBulkheadConfigCustomizer> customizers;

	private final RequestContextPropagator propagator;

	ThreadPoolBulkheadRegistryFactory(ThreadPoolBulkheadProperties properties,
			ObjectProvider<EventConsumerRegistry<BulkheadEvent>> events,
			ObjectProvider<RegistryEventConsumer<ThreadPoolBulkhead>> consumers,
			@Qualifier("compositeThreadPoolBulkheadCustomizer") ObjectProvider<CompositeCustomizer<ThreadPoolBulkheadConfigCustomizer>> customizers,
			ObjectProvider<RequestContextPropagator> propagator) {
		this.propagator = propagator.getIfUnique(() -> RequestContextPropagator.of(null));
		this.properties = properties;
		this.events = events.getIfAvailable(DefaultEventConsumerRegistry::new);
		// The one that is primary tells all others
		RegistryEventConsumer<ThreadPoolBulkhead> consumer = consumers.getIfUnique();
		this.consumers = (consumer != null) ? List.of(consumer) : List.of();
		this.customizers = customizers.getIfAvailable(() -> new CompositeCustomizer<>(List.of()));
	}

	/**
	 * Create the registry with all bulkheads that are configured.
	 * @param runtime runs the calls
	 */
	ThreadPoolBulkheadRegistry create(CoroutineRuntime runtime) {
		Map<String, ThreadPoolBulkheadConfig> configs = this.properties.getConfigs()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> config(entry.getKey(), entry.getValue())));
		ThreadPoolBulkheadRegistry registry = CoroutineThreadPoolBulkheadRegistry.of(runtime, configs, this.consumers,
				Map.copyOf(this.properties.getTags()), this.propagator);
		registry.getEventPublisher()
			.onEntryAdded((event) -> keepEvents(event.getAddedEntry()))
			.onEntryReplaced((event) -> keepEvents(event.getNewEntry()))
			.onEntryRemoved(
					(event) -> this.events.removeEventConsumer(EVENTS_PREFIX + event.getRemovedEntry().getName()));
		this.properties.getInstances()
			.keySet()
			.forEach((name) -> registry.bulkhead(name,
					this.properties.createThreadPoolBulkheadConfig(name, this.customizers)));
		this.customizers.instanceNames()
			.stream()
			.filter((name) -> registry.getConfiguration(name).isEmpty())
			.forEach((name) -> registry.bulkhead(name, config(name, null)));
		return registry;
	}

	private ThreadPoolBulkheadConfig config(String name, @Nullable InstanceProperties instance) {
		return this.properties.createThreadPoolBulkheadConfig(instance, this.customizers, name);
	}

	private void keepEvents(ThreadPoolBulkhead bulkhead) {
		InstanceProperties instance = this.properties.getBackendProperties(bulkhead.getName());
		Integer size = (instance != null) ? instance.getEventConsumerBufferSize() : null;
		bulkhead.getEventPublisher()
			.onEvent(this.events.createEventConsumer(EVENTS_PREFIX + bulkhead.getName(),
					(size != null) ? size : EVENTS));
	}

}
