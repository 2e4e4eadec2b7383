package io.coroutine.autoconfigure.resilience4j;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.context.CoroutineContextAutoConfiguration;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.spring.resilience4j.BlockingTimeLimiterExtension;
import io.coroutine.spring.resilience4j.CoroutineRetryAspect;
import io.coroutine.spring.resilience4j.CoroutineThreadPoolBulkhead;
import io.coroutine.spring.resilience4j.CoroutineThreadPoolBulkheadRegistry;
import io.coroutine.spring.resilience4j.CoroutineTimeLimiter;
import io.coroutine.spring.resilience4j.FutureTimeLimiterExtension;
import io.coroutine.spring.resilience4j.GateBulkheads;
import io.coroutine.spring.resilience4j.RequestContextPropagator;
import io.coroutine.spring.resilience4j.RequestContextRegistration;
import io.coroutine.spring.resilience4j.Resilience4jScheduler;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadRegistry;
import io.github.resilience4j.common.bulkhead.configuration.ThreadPoolBulkheadConfigCustomizer;
import io.github.resilience4j.consumer.EventConsumerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.spring6.fallback.FallbackDecorators;
import io.github.resilience4j.spring6.fallback.FallbackExecutor;
import io.github.resilience4j.spring6.retry.configure.RetryAspect;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadAutoConfiguration;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryProperties;
import io.github.resilience4j.springboot.scheduled.threadpool.autoconfigure.ContextAwareScheduledThreadPoolAutoConfiguration;
import io.github.resilience4j.springboot.timelimiter.autoconfigure.TimeLimiterAutoConfiguration;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for both auto-configurations of the package.
 */
class CoroutineResilience4jAutoConfigurationTests {

	private final ApplicationContextRunner coroutines = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
				CoroutineResilience4jAutoConfiguration.class, CoroutineThreadPoolBulkheadAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1");

	private static final CoroutineLocal<String> LOCAL = CoroutineLocal.<String>builder().inherited().build();

	private final ApplicationContextRunner runner = this.coroutines.withConfiguration(AutoConfigurations.of(
			BulkheadAutoConfiguration.class, ContextAwareScheduledThreadPoolAutoConfiguration.class,
			RetryAutoConfiguration.class, TimeLimiterAutoConfiguration.class));

	@Test
	void whenNothingIsConfiguredThenAllIsThere() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(RequestContextPropagator.class)
				.doesNotHaveBean(RequestContextRegistration.class)
				.hasSingleBean(CoroutineTimeLimiter.class)
				.hasSingleBean(BlockingTimeLimiterExtension.class)
				.hasSingleBean(FutureTimeLimiterExtension.class)
				.hasSingleBean(Resilience4jScheduler.class)
				.doesNotHaveBean(ScheduledExecutorService.class);
			assertThat(context.getBean(RetryAspect.class)).isInstanceOf(CoroutineRetryAspect.class);
			assertThat(context.getBean(ThreadPoolBulkheadRegistry.class))
				.isInstanceOf(CoroutineThreadPoolBulkheadRegistry.class);
		});
	}

	@Test
	void whenClosedThenTheSchedulerIs() {
		ScheduledExecutorService[] executor = new ScheduledExecutorService[1];
		this.runner.run((context) -> executor[0] = context.getBean(Resilience4jScheduler.class).executor());
		assertThat(executor[0].isTerminated()).isTrue();
	}

	@Test
	void whenOneIsSwitchedOffThenTheOthersAreThere() {
		this.runner.withPropertyValues("coroutine.resilience4j.time-limiter.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CoroutineTimeLimiter.class)
				.doesNotHaveBean(BlockingTimeLimiterExtension.class)
				.hasSingleBean(FutureTimeLimiterExtension.class)
				.hasSingleBean(CoroutineThreadPoolBulkheadRegistry.class));
		this.runner.withPropertyValues("coroutine.resilience4j.scheduler.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(Resilience4jScheduler.class)
				.doesNotHaveBean(FutureTimeLimiterExtension.class)
				.hasSingleBean(BlockingTimeLimiterExtension.class);
			assertThat(context.getBean(RetryAspect.class)).isExactlyInstanceOf(RetryAspect.class);
		});
	}

	@Test
	void whenBulkheadsAreSwitchedOffThenThreadsHaveTheContext() {
		ApplicationContextRunner threads = this.runner
			.withPropertyValues("coroutine.resilience4j.thread-pool-bulkhead.enabled=false");
		threads.run((context) -> {
			assertThat(context).hasSingleBean(Resilience4jScheduler.class)
				.doesNotHaveBean(CoroutineThreadPoolBulkheadRegistry.class);
			assertThat(pooled(context).getBulkheadConfig().getContextPropagator()).isEmpty();
		});
		threads.withPropertyValues("coroutine.resilience4j.context-propagation.enabled=true")
			.run((context) -> assertThat(pooled(context).getBulkheadConfig().getContextPropagator())
				.containsExactly(context.getBean(RequestContextPropagator.class)));
	}

	private static ThreadPoolBulkhead pooled(ApplicationContext context) {
		ThreadPoolBulkhead bulkhead = context.getBean(ThreadPoolBulkheadRegistry.class).bulkhead("calls");
		assertThat(bulkhead).isNotInstanceOf(CoroutineThreadPoolBulkhead.class);
		return bulkhead;
	}

	@Test
	void whenNobodyHasAskedThenCallsSeeWhatTheyDoWithoutCoroutines() {
		this.coroutines.withBean(Slf4jThreadLocalAccessor.class)
			.withConfiguration(
					AutoConfigurations.of(CoroutineContextAutoConfiguration.class, BulkheadAutoConfiguration.class,
							ContextAwareScheduledThreadPoolAutoConfiguration.class, TimeLimiterAutoConfiguration.class))
			.run((context) -> assertThat(seenByCallAndTask(context)).isEqualTo("local null, local null"));
		this.coroutines.withBean(Slf4jThreadLocalAccessor.class)
			.withPropertyValues("resilience4j.scheduled.executor.core-pool-size=1")
			.withConfiguration(
					AutoConfigurations.of(CoroutineContextAutoConfiguration.class, BulkheadAutoConfiguration.class,
							ContextAwareScheduledThreadPoolAutoConfiguration.class, TimeLimiterAutoConfiguration.class))
			.run((context) -> assertThat(seenByCallAndTask(context)).isEqualTo("local null, local anna"));
	}

	/**
	 * Return what a call of a bulkhead and a task of the scheduler see of the caller's
	 * coroutine-local and diagnostic context.
	 */
	private static String seenByCallAndTask(ApplicationContext context) throws Exception {
		ThreadPoolBulkhead bulkhead = context.getBean(ThreadPoolBulkheadRegistry.class).bulkhead("calls");
		ScheduledExecutorService scheduler = context.getBean(Resilience4jScheduler.class).executor();
		Callable<String> seen = () -> LOCAL.get() + " " + MDC.get("user");
		return context.getBean(CoroutineRuntime.class).submit(() -> {
			MDC.put("user", "anna");
			LOCAL.set("local");
			try {
				return bulkhead.executeCallable(seen).toCompletableFuture().get() + ", "
						+ scheduler.schedule(seen, 0, TimeUnit.MILLISECONDS).get();
			}
			finally {
				MDC.clear();
			}
		}).get(30, TimeUnit.SECONDS);
	}

	@Test
	void whenSwitchedOffThenNothingIsThere() {
		for (String property : new String[] { "coroutine.enabled=false", "coroutine.resilience4j.enabled=false" }) {
			this.runner.withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(RequestContextPropagator.class)
					.doesNotHaveBean(CoroutineTimeLimiter.class)
					.doesNotHaveBean(Resilience4jScheduler.class)
					.doesNotHaveBean(CoroutineThreadPoolBulkheadRegistry.class)
					.hasSingleBean(ThreadPoolBulkheadRegistry.class);
				assertThat(context.getBean(RetryAspect.class)).isExactlyInstanceOf(RetryAspect.class);
			});
		}
	}

	@Test
	void whenResilience4jIsAbsentThenNothingIsThere() {
		this.coroutines.withClassLoader(new FilteredClassLoader("io.github.resilience4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CoroutineRuntime.class)
				.doesNotHaveBean("coroutineRequestContextPropagator")
				.doesNotHaveBean("coroutineResilience4jScheduler")
				.doesNotHaveBean("threadPoolBulkheadRegistry"));
	}

	@Test
	void whenAspectsAreAbsentThenTheRestWorks() {
		this.coroutines.withClassLoader(new FilteredClassLoader("org.aspectj"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CoroutineTimeLimiter.class)
				.hasSingleBean(Resilience4jScheduler.class)
				.doesNotHaveBean("coroutineBlockingTimeLimiterExtension")
				.doesNotHaveBean("coroutineRetryAspectPostProcessor"));
	}

	@Test
	void whenResilience4jsAutoConfigurationIsExcludedThenOursIsNotInTheWay() {
		this.coroutines.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(RetryAspect.class);
			assertThat(context.getBean(ThreadPoolBulkheadRegistry.class).bulkhead("calls"))
				.isInstanceOf(CoroutineThreadPoolBulkhead.class);
		});
	}

	@Test
	void whenTheApplicationHasItsOwnThenOursBackOff() {
		ThreadPoolBulkheadRegistry registry = ThreadPoolBulkheadRegistry.ofDefaults();
		RequestContextPropagator propagator = RequestContextPropagator.of(null);
		this.runner.withBean("ownRegistry", ThreadPoolBulkheadRegistry.class, () -> registry)
			.withBean("ownPropagator", RequestContextPropagator.class, () -> propagator)
			.withBean("ownRetryAspect", RetryAspect.class,
					() -> new RetryAspect(new RetryProperties(), RetryRegistry.ofDefaults(), List.of(),
							new FallbackExecutor(null, new FallbackDecorators(List.of())), null, null))
			.run((context) -> {
				assertThat(context.getBean(ThreadPoolBulkheadRegistry.class)).isSameAs(registry);
				assertThat(context.getBean(RequestContextPropagator.class)).isSameAs(propagator);
				assertThat(context.getBean(RetryAspect.class)).isExactlyInstanceOf(RetryAspect.class);
			});
	}

	@Test
	void whenBulkheadsAreConfiguredThenTheyAreThereWithTheirEvents() {
		this.runner
			.withBean(ThreadPoolBulkheadConfigCustomizer.class,
					() -> ThreadPoolBulkheadConfigCustomizer.of("custom", (builder) -> builder.queueCapacity(7)))
			.withPropertyValues("resilience4j.thread-pool-bulkhead.instances.calls.max-thread-pool-size=3",
					"resilience4j.thread-pool-bulkhead.instances.calls.core-thread-pool-size=1",
					"resilience4j.thread-pool-bulkhead.configs.small.core-thread-pool-size=1",
					"resilience4j.thread-pool-bulkhead.configs.small.max-thread-pool-size=1",
					"resilience4j.thread-pool-bulkhead.tags.zone=a")
			.run((context) -> {
				ThreadPoolBulkheadRegistry registry = context.getBean(ThreadPoolBulkheadRegistry.class);
				assertThat(registry.getAllBulkheads()).extracting(ThreadPoolBulkhead::getName)
					.containsExactlyInAnyOrder("calls", "custom");
				assertThat(registry.bulkhead("calls").getMetrics().getMaximumThreadPoolSize()).isEqualTo(3);
				assertThat(registry.bulkhead("calls").getTags()).containsEntry("zone", "a");
				assertThat(registry.bulkhead("custom").getMetrics().getQueueCapacity()).isEqualTo(7);
				assertThat(registry.bulkhead("other", "small").getMetrics().getMaximumThreadPoolSize()).isEqualTo(1);
				registry.bulkhead("calls").submit(() -> "any").toCompletableFuture().get();
				assertThat(events(context).getEventConsumer("ThreadPoolBulkhead-calls")).isNotNull();
				registry.remove("calls");
				assertThat(events(context).getEventConsumer("ThreadPoolBulkhead-calls")).isNull();
			});
	}

	@Test
	void whenThereAreGatesThenTheyAreShownUnlessSwitchedOff() {
		AdmissionGates gates = AdmissionGates.create();
		gates.add(AdmissionGate.builder("orders", 3).build());
		ApplicationContextRunner withGates = this.runner.withBean(AdmissionGates.class, () -> gates);
		withGates.run((context) -> assertThat(context.getBean(BulkheadRegistry.class).find("orders")).isPresent());
		withGates.withPropertyValues("coroutine.resilience4j.gates.enabled=false")
			.run((context) -> assertThat(context.getBean(BulkheadRegistry.class).find("orders")).isEmpty());
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(GateBulkheads.class));
		this.coroutines.withBean(AdmissionGates.class, () -> gates)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(GateBulkheads.class));
	}

	private static EventConsumerRegistry<?> events(ApplicationContext context) {
		return context.getBean("bulkheadEventConsumerRegistry", EventConsumerRegistry.class);
	}

	@Test
	void whenResilience4jHasASchedulerOfItsOwnThenOursIsUsedWithItsPropagators() {
		this.runner.withPropertyValues("resilience4j.scheduled.executor.core-pool-size=1").run((context) -> {
			Callable<Boolean> isVirtual = () -> Thread.currentThread().isVirtual();
			assertThat(context.getBean(Resilience4jScheduler.class)
				.executor()
				.schedule(isVirtual, 0, TimeUnit.SECONDS)
				.get()).isTrue();
		});
	}

}
