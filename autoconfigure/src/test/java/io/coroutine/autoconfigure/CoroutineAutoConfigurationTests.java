package io.coroutine.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.Engine;
import io.coroutine.EngineChoice;
import io.coroutine.Introspection;
import io.coroutine.StackMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CoroutineAutoConfiguration}.
 */
class CoroutineAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class));

	@Test
	void whenNothingIsConfiguredThenEventLoopsRunSharedStacks() {
		this.runner.run((context) -> {
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			assertThat(runtime.engine()).isEqualTo(Engine.EVENT_LOOP);
			assertThat(runtime.stackMode()).isEqualTo(StackMode.SHARED);
			assertThat(runtime.introspection()).isEqualTo(Introspection.FULL);
			assertThat(runtime.snapshot().loops()).hasSize(Runtime.getRuntime().availableProcessors());
		});
	}

	@Test
	void whenDisabledThenThereIsNoBean() {
		this.runner.withPropertyValues("coroutine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CoroutineRuntime.class)
				.doesNotHaveBean(CoroutineProperties.class)
				.doesNotHaveBean(CoroutineAutoConfiguration.class));
	}

	@Test
	void whenEngineIsPortableThenItRuns() {
		this.runner.withPropertyValues("coroutine.engine=portable").run((context) -> {
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			assertThat(runtime.engine()).isEqualTo(Engine.PORTABLE);
			Coroutine coroutine = runtime.start(() -> {
			});
			coroutine.join();
			assertThat(coroutine.isDone()).isTrue();
		});
	}

	@Test
	void whenEngineIsEventLoopThenReasonSaysSo() {
		this.runner.withPropertyValues("coroutine.engine=event-loop")
			.run((context) -> assertThat(context.getBean(CoroutineRuntime.class).engineReason())
				.isEqualTo("it was asked for; java.lang is open by options of the JVM"));
	}

	@ParameterizedTest
	@CsvSource({ "AUTO, AUTO", "PORTABLE, AUTO", "AUTO, MANIFEST_ONLY", "PORTABLE, MANIFEST_ONLY" })
	void whenEngineAndWayToItAreBothSetThenBothApply(EngineChoice engine, EngineProperties.Open open) {
		this.runner.withPropertyValues("coroutine.engine=" + engine, "coroutine.engine.open=" + open).run((context) -> {
			assertThat(context.getBean(CoroutineProperties.class).getEngine()).isEqualTo(engine);
			assertThat(context.getBean(EngineProperties.class).getOpen()).isEqualTo(open);
		});
	}

	@Test
	void whenOnlyTheWayToTheEngineIsSetThenTheEngineIsChosenAsEver() {
		this.runner.withPropertyValues("coroutine.engine.open=manifest-only").run((context) -> {
			assertThat(context.getBean(EngineProperties.class).getOpen())
				.isEqualTo(EngineProperties.Open.MANIFEST_ONLY);
			assertThat(context.getBean(CoroutineRuntime.class).engine()).isEqualTo(Engine.EVENT_LOOP);
		});
	}

	@Test
	void whenLoopsAndStackModeAreSetThenTheyApply() {
		this.runner.withPropertyValues("coroutine.loops.count=3", "coroutine.stack.mode=private").run((context) -> {
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			assertThat(runtime.snapshot().loops()).hasSize(3);
			assertThat(runtime.stackMode()).isEqualTo(StackMode.PRIVATE);
		});
	}

	@Test
	void whenOnlyCountingIsAskedForThenCoroutinesAreNotListed() {
		this.runner.withPropertyValues("coroutine.introspection=counting").run((context) -> {
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			assertThat(runtime.introspection()).isEqualTo(Introspection.COUNTING);
			assertThatIllegalStateException().isThrownBy(runtime::coroutines)
				.withMessageContaining("coroutine.introspection=full");
		});
	}

	@Test
	void whenPrivateStacksAreLimitedThenFurtherOnesAreRejected() {
		this.runner.withPropertyValues("coroutine.stack.private.limit=0", "coroutine.stack.private.size=256KB")
			.run((context) -> {
				CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
				assertThatExceptionOfType(RejectedExecutionException.class)
					.isThrownBy(() -> runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
					}));
			});
	}

	@ParameterizedTest
	@CsvSource({ "coroutine.loops.count, 0", "coroutine.loops.count, 1025", "coroutine.stack.private.limit, -1",
			"coroutine.stack.private.queue, -1", "coroutine.stack.private.size, 1KB", "coroutine.stall.threshold, 0ms",
			"coroutine.stall.spare-carriers, -1", "coroutine.shutdown.grace, -1s" })
	void whenValueIsOutOfRangeThenFailureNamesTheProperty(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((root) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
						InvalidConfigurationPropertyValueException.class.getName() + ": Property " + property)));
	}

	@Test
	void whenApplicationHasItsOwnRuntimeThenItIsKept() {
		this.runner.withUserConfiguration(OwnRuntime.class).run((context) -> {
			assertThat(context).hasSingleBean(CoroutineRuntime.class);
			assertThat(context.getBean("ownRuntime", CoroutineRuntime.class).snapshot().loops()).hasSize(1);
		});
	}

	@Test
	void whenBootMakesAnExecutorThenOursDoesNotTakeItsPlace() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context)
				.hasBean(TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME)
				.hasSingleBean(Executor.class));
	}

	@Test
	void whenBeansAreLazyThenRuntimeIsCreatedAllTheSame() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("coroutineRuntime")).isTrue());
	}

	@Test
	void whenContextClosesThenRuntimeOutlivesOtherBeansAndLeavesNoThread() {
		List<String> events = new ArrayList<>();
		this.runner.withBean("early", Closed.class, () -> new Closed(events)).run((context) -> {
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			context.getBean(Closed.class).runtime = runtime;
			context.close();
			assertThat(events).containsExactly("runtime usable");
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> runtime.start(() -> {
			}));
		});
		Carriers.awaitNone();
	}

	@Test
	void whenContextsFollowEachOtherThenEachHasItsRuntimeAndLeavesNoDescriptor() {
		// The JDK opens some once and for ever
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		Carriers.awaitNone();
		long before = Carriers.eventDescriptors();
		for (int i = 0; i < 3; i++) {
			this.runner.run((context) -> {
				Coroutine coroutine = context.getBean(CoroutineRuntime.class).start(() -> {
				});
				coroutine.join();
				// Those of an earlier test may go meanwhile
				assertThat(Carriers.eventDescriptors()).isGreaterThanOrEqualTo(2);
			});
		}
		Carriers.awaitNone();
		Carriers.awaitEventDescriptors(before);
	}

	static class Closed implements DisposableBean {

		private final List<String> events;

		CoroutineRuntime runtime;

		Closed(List<String> events) {
			this.events = events;
		}

		@Override
		public void destroy() throws Exception {
			this.runtime.start(() -> this.events.add("runtime usable")).join();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRuntime {

		@Bean
		CoroutineRuntime ownRuntime() {
			return CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(1).start();
		}

	}

}
