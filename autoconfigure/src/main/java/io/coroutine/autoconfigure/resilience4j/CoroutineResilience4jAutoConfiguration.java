package io.coroutine.autoconfigure.resilience4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.coroutine.ContextInheritance;
import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.admission.DataSourceAdmissionAutoConfiguration;
import io.coroutine.autoconfigure.admission.RequestAdmissionAutoConfiguration;
import io.coroutine.spring.resilience4j.BlockingTimeLimiterExtension;
import io.coroutine.spring.resilience4j.CoroutineScheduledExecutor;
import io.coroutine.spring.resilience4j.CoroutineTimeLimiter;
import io.coroutine.spring.resilience4j.FutureTimeLimiterExtension;
import io.coroutine.spring.resilience4j.GateBulkheads;
import io.coroutine.spring.resilience4j.RequestContextPropagator;
import io.coroutine.spring.resilience4j.RequestContextRegistration;
import io.coroutine.spring.resilience4j.Resilience4jScheduler;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.core.ContextAwareScheduledThreadPoolExecutor;
import io.github.resilience4j.core.ContextPropagator;
import io.github.resilience4j.spring6.retry.configure.RetryAspect;
import io.github.resilience4j.spring6.timelimiter.configure.TimeLimiterAspectExt;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadAutoConfiguration;
import io.github.resilience4j.springboot.scheduled.threadpool.autoconfigure.ContextAwareScheduledThreadPoolAutoConfiguration;
import io.github.resilience4j.springboot.timelimiter.autoconfigure.TimeLimiterAutoConfiguration;
import io.github.resilience4j.timelimiter.TimeLimiter;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what Resilience4j needs on
 * coroutines. Circuit breakers, rate limiters, retries of blocking methods, semaphore
 * bulkheads and caches need nothing: their waits park the coroutine.
 * <p>
 * After the auto-configuration of time limiters, so that extensions for other types of
 * Resilience4j are asked first.
 */
@AutoConfiguration(after = { CoroutineAutoConfiguration.class, DataSourceAdmissionAutoConfiguration.class,
		RequestAdmissionAutoConfiguration.class, BulkheadAutoConfiguration.class, TimeLimiterAutoConfiguration.class,
		ContextAwareScheduledThreadPoolAutoConfiguration.class })
@ConditionalOnCoroutineEnabled
@ConditionalOnClass({ ContextPropagator.class, TimeLimiterAutoConfiguration.class })
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.resilience4j.enabled", matchIfMissing = true)
@EnableConfigurationProperties(Resilience4jProperties.class)
public final class CoroutineResilience4jAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RequestContextPropagator coroutineRequestContextPropagator(Resilience4jProperties properties,
			ObjectProvider<ContextInheritance> inheritance) {
		return RequestContextPropagator
			.of((properties.getContextPropagation().isEnabled()) ? inheritance.getIfUnique() : null);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ThreadPoolBulkhead.class)
	@ConditionalOnBooleanProperty("coroutine.resilience4j.context-propagation.enabled")
	static class ContextPropagationConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RequestContextRegistration coroutineRequestContextRegistration(RequestContextPropagator propagator) {
			return new RequestContextRegistration(propagator);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Bulkhead.class)
	@ConditionalOnBean({ AdmissionGates.class, BulkheadRegistry.class })
	@ConditionalOnBooleanProperty(name = "coroutine.resilience4j.gates.enabled", matchIfMissing = true)
	static class GateConfiguration {

		@Bean
		@ConditionalOnMissingBean
		GateBulkheads coroutineGateBulkheads(AdmissionGates gates, BulkheadRegistry registry) {
			return GateBulkheads.show(gates, registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TimeLimiter.class)
	@ConditionalOnBooleanProperty(name = "coroutine.resilience4j.time-limiter.enabled", matchIfMissing = true)
	static class TimeLimiterConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CoroutineTimeLimiter coroutineTimeLimiter(CoroutineRuntime runtime) {
			return CoroutineTimeLimiter.of(runtime);
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ TimeLimiterAspectExt.class, ProceedingJoinPoint.class })
		static class AspectConfiguration {

			@Bean
			@ConditionalOnMissingBean
			BlockingTimeLimiterExtension coroutineBlockingTimeLimiterExtension(CoroutineTimeLimiter timeLimiter) {
				return new BlockingTimeLimiterExtension(timeLimiter);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "coroutine.resilience4j.scheduler.enabled", matchIfMissing = true)
	static class SchedulerConfiguration {

		/**
		 * What a scheduler of Resilience4j propagates in this application goes along,
		 * too.
		 */
		@Bean
		@ConditionalOnMissingBean
		Resilience4jScheduler coroutineResilience4jScheduler(CoroutineRuntime runtime,
				RequestContextPropagator propagator,
				ObjectProvider<ContextAwareScheduledThreadPoolExecutor> configured) {
			return Resilience4jScheduler
				.of(CoroutineScheduledExecutor.of(runtime, propagator, propagators(configured.getIfUnique())));
		}

		/**
		 * The executor of Resilience4j has one more that is not in its list, for the
		 * diagnostic context of the log.
		 */
		@SuppressWarnings("rawtypes") // As Resilience4j has them
		private static List<ContextPropagator> propagators(@Nullable ContextAwareScheduledThreadPoolExecutor executor) {
			if (executor == null) {
				return List.of();
			}
			List<ContextPropagator> all = new ArrayList<>(executor.getContextPropagators());
			all.add(RequestContextPropagator.of(SchedulerConfiguration::captureMdc));
			return all;
		}

		private static ContextInheritance.@Nullable Captured captureMdc() {
			Map<String, String> values = MDC.getCopyOfContextMap();
			return (values != null) ? () -> {
				MDC.setContextMap(values);
				return MDC::clear;
			} : null;
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ TimeLimiterAspectExt.class, ProceedingJoinPoint.class })
		static class TimeLimiterAspectConfiguration {

			@Bean
			@ConditionalOnMissingBean
			FutureTimeLimiterExtension coroutineFutureTimeLimiterExtension(Resilience4jScheduler scheduler) {
				return new FutureTimeLimiterExtension(scheduler.executor());
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ RetryAspect.class, ProceedingJoinPoint.class })
		static class RetryAspectConfiguration {

			@Bean
			static RetryAspectPostProcessor coroutineRetryAspectPostProcessor(
					ConfigurableListableBeanFactory beanFactory) {
				return new RetryAspectPostProcessor(beanFactory);
			}

		}

	}

}
