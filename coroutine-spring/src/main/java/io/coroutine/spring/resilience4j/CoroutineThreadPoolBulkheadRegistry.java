package io.coroutine.spring.resilience4j;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import io.coroutine.CoroutineRuntime;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadRegistry;
import io.github.resilience4j.core.ConfigurationNotFoundException;
import io.github.resilience4j.core.registry.AbstractRegistry;
import io.github.resilience4j.core.registry.RegistryEventConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ThreadPoolBulkheadRegistry} that makes {@link CoroutineThreadPoolBulkhead}s. A
 * bulkhead whose configuration has a handler of rejected calls other than that which
 * throws is one of Resilience4j's own, with a pool of threads, as the handler is given
 * the pool. Methods may be called from any thread.
 */
public final class CoroutineThreadPoolBulkheadRegistry
		extends AbstractRegistry<ThreadPoolBulkhead, ThreadPoolBulkheadConfig> implements ThreadPoolBulkheadRegistry {

	private final CoroutineRuntime runtime;

	private final @Nullable RequestContextPropagator propagator;

	private CoroutineThreadPoolBulkheadRegistry(CoroutineRuntime runtime, Map<String, ThreadPoolBulkheadConfig> configs,
			List<RegistryEventConsumer<ThreadPoolBulkhead>> consumers, Map<String, String> tags,
			@Nullable RequestContextPropagator propagator) {
		super(configs.getOrDefault(DEFAULT_CONFIG, ThreadPoolBulkheadConfig.ofDefaults()), consumers, tags);
		this.runtime = runtime;
		this.propagator = propagator;
		this.configurations.putAll(configs);
	}

	/**
	 * Create a registry without configurations but the default one.
	 * @param runtime runs the calls
	 * @return the registry, to be closed
	 */
	public static CoroutineThreadPoolBulkheadRegistry of(CoroutineRuntime runtime) {
		return of(runtime, Map.of(), List.of(), Map.of());
	}

	/**
	 * Create a registry.
	 * @param runtime runs the calls
	 * @param configs the configurations by their names, {@code default} being that of
	 * bulkheads without one
	 * @param consumers are told of the bulkheads
	 * @param tags the tags of all bulkheads
	 * @return the registry, to be closed
	 */
	public static CoroutineThreadPoolBulkheadRegistry of(CoroutineRuntime runtime,
			Map<String, ThreadPoolBulkheadConfig> configs, List<RegistryEventConsumer<ThreadPoolBulkhead>> consumers,
			Map<String, String> tags) {
		return new CoroutineThreadPoolBulkheadRegistry(runtime, configs, consumers, tags, null);
	}

	/**
	 * Create a registry of bulkheads whose calls inherit nothing.
	 * @param runtime runs the calls
	 * @param configs the configurations by their names, {@code default} being that of
	 * bulkheads without one
	 * @param consumers are told of the bulkheads
	 * @param tags the tags of all bulkheads
	 * @param propagator carries to the calls what they are to have from the code that
	 * submits them
	 * @return the registry, to be closed
	 */
	public static CoroutineThreadPoolBulkheadRegistry of(CoroutineRuntime runtime,
			Map<String, ThreadPoolBulkheadConfig> configs, List<RegistryEventConsumer<ThreadPoolBulkhead>> consumers,
			Map<String, String> tags, RequestContextPropagator propagator) {
		return new CoroutineThreadPoolBulkheadRegistry(runtime, configs, consumers, tags, propagator);
	}

	@Override
	public Set<ThreadPoolBulkhead> getAllBulkheads() {
		return new HashSet<>(this.entryMap.values());
	}

	@Override
	public ThreadPoolBulkhead bulkhead(String name) {
		return bulkhead(name, Map.of());
	}

	@Override
	public ThreadPoolBulkhead bulkhead(String name, Map<String, String> tags) {
		return bulkhead(name, getDefaultConfig(), tags);
	}

	@Override
	public ThreadPoolBulkhead bulkhead(String name, ThreadPoolBulkheadConfig config) {
		return bulkhead(name, config, Map.of());
	}

	@Override
	public ThreadPoolBulkhead bulkhead(String name, ThreadPoolBulkheadConfig config, Map<String, String> tags) {
		Objects.requireNonNull(config, CONFIG_MUST_NOT_BE_NULL);
		return bulkhead(name, () -> config, tags);
	}

	@Override
	public ThreadPoolBulkhead bulkhead(String name, Supplier<ThreadPoolBulkheadConfig> config) {
		return bulkhead(name, config, Map.of());
	}

	@Override
	public ThreadPoolBulkhead bulkhead(String name, Supplier<ThreadPoolBulkheadConfig> config,
			Map<String, String> tags) {
		Objects.requireNonNull(config, SUPPLIER_MUST_NOT_BE_NULL);
		return computeIfAbsent(name,
				() -> create(name, Objects.requireNonNull(config.get(), CONFIG_MUST_NOT_BE_NULL), getAllTags(tags)));
	}

	@Override
	public ThreadPoolBulkhead bulkhead(String name, String configName) {
		return bulkhead(name, configName, Map.of());
	}

	@Override
	public ThreadPoolBulkhead bulkhead(String name, String configName, Map<String, String> tags) {
		return bulkhead(name,
				() -> getConfiguration(configName).orElseThrow(() -> new ConfigurationNotFoundException(configName)),
				tags);
	}

	private ThreadPoolBulkhead create(String name, ThreadPoolBulkheadConfig config, Map<String, String> tags) {
		return (CoroutineThreadPoolBulkhead.supports(config))
				? CoroutineThreadPoolBulkhead.of(this.runtime, name, config, tags, this.propagator)
				: ThreadPoolBulkhead.of(name, config, tags);
	}

	@Override
	public void close() throws Exception {
		for (ThreadPoolBulkhead bulkhead : getAllBulkheads()) {
			bulkhead.close();
		}
	}

}
