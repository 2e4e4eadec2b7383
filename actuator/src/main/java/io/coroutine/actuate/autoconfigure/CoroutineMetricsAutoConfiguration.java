package io.coroutine.actuate.autoconfigure;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.actuate.AdaptiveStackMetrics;
import io.coroutine.actuate.AdmissionMetrics;
import io.coroutine.actuate.CoroutineMetrics;
import io.coroutine.actuate.HttpClientPoolMetrics;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.spring.http.HttpClientAdmission;
import io.coroutine.spring.stack.AdaptiveStacks;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link CoroutineMetrics},
 * {@link AdaptiveStackMetrics}, {@link AdmissionMetrics} and
 * {@link HttpClientPoolMetrics}.
 */
@AutoConfiguration(after = { MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class },
		afterName = { "io.coroutine.autoconfigure.CoroutineAutoConfiguration",
				"io.coroutine.autoconfigure.admission.DataSourceAdmissionAutoConfiguration",
				"io.coroutine.autoconfigure.http.HttpClientAdmissionAutoConfiguration",
				"io.coroutine.autoconfigure.stack.CoroutineStackAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
public final class CoroutineMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CoroutineMetrics coroutineMetrics(CoroutineRuntime runtime, ObjectProvider<Hook> hooks) {
		return CoroutineMetrics.of(runtime, hooks.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(AdaptiveStacks.class)
	AdaptiveStackMetrics coroutineAdaptiveStackMetrics(AdaptiveStacks stacks) {
		return AdaptiveStackMetrics.of(stacks);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(AdmissionGates.class)
	AdmissionMetrics coroutineAdmissionMetrics(AdmissionGates gates) {
		return AdmissionMetrics.of(gates);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(value = PoolingHttpClientConnectionManager.class,
			name = "io.micrometer.core.instrument.binder.httpcomponents.hc5.PoolingHttpClientConnectionManagerMetricsBinder")
	static class HttpClientConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnSingleCandidate(HttpClientAdmission.class)
		HttpClientPoolMetrics coroutineHttpClientPoolMetrics(HttpClientAdmission admission) {
			return HttpClientPoolMetrics.of(admission);
		}

	}

}
