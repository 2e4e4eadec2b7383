package io.coroutine.autoconfigure.resilience4j;

import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadRegistry;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadAutoConfiguration;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadRefreshScopedRegistryAutoConfiguration;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.ThreadPoolBulkheadProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for thread-pool bulkheads whose pool
 * is coroutines.
 */
@AutoConfiguration(after = CoroutineAutoConfiguration.class,
		afterName = "org.springframework.cloud.autoconfigure.RefreshAutoConfiguration",
		before = { BulkheadRefreshScopedRegistryAutoConfiguration.class, BulkheadAutoConfiguration.class })
@ConditionalOnCoroutineEnabled
@ConditionalOnClass({ ThreadPoolBulkheadRegistry.class, BulkheadAutoConfiguration.class })
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.resilience4j.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "coroutine.resilience4j.thread-pool-bulkhead.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ Resilience4jProperties.class, ThreadPoolBulkheadProperties.class })
@Import(ThreadPoolBulkheadRegistryFactory.class)
public final class CoroutineThreadPoolBulkheadAutoConfiguration {

	/**
	 * With Spring Cloud the registry of Resilience4j is made anew after a change of the
	 * environment, and so is this one.
	 */
	@Bean("threadPoolBulkheadRegistry")
	@Scope(scopeName = "refresh", proxyMode = ScopedProxyMode.INTERFACES)
	@ConditionalOnBean(type = "org.springframework.cloud.context.scope.refresh.RefreshScope")
	@ConditionalOnMissingBean
	ThreadPoolBulkheadRegistry refreshedThreadPoolBulkheadRegistry(CoroutineRuntime runtime,
			ThreadPoolBulkheadRegistryFactory factory) {
		return factory.create(runtime);
	}

	@Bean
	@ConditionalOnMissingBean
	ThreadPoolBulkheadRegistry threadPoolBulkheadRegistry(CoroutineRuntime runtime,
			ThreadPoolBulkheadRegistryFactory factory) {
		return factory.create(runtime);
	}

}
