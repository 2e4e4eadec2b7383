package io.coroutine.autoconfigure.context;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.coroutine.Blocking;
import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.scope.CoroutineBeanScope;
import io.coroutine.spring.scope.CoroutineScoped;
import io.coroutine.test.Live;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.ScopeNotActiveException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The bean scope {@code coroutine}, on both engines and in both stack modes.
 */
@ParameterizedClass
@CsvSource({ "event-loop, shared", "event-loop, private", "portable, shared", "portable, private" })
class CoroutineBeanScopeAutoConfigurationTests {

	@Parameter(0)
	private String engine;

	@Parameter(1)
	private String stackMode;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(CoroutineBeanScopeAutoConfiguration.class, CoroutineAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withPropertyValues("coroutine.engine=" + this.engine, "coroutine.loops.count=1",
					"coroutine.stack.mode=" + this.stackMode);
	}

	@Test
	void whenCoroutinesUseABeanThenEachHasItsOwnUntilItsEnd() {
		runner().run((context) -> {
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			Work work = context.getBean(Work.class);
			Events events = context.getBean(Events.class);
			List<Long> ids = new CopyOnWriteArrayList<>();
			runtime.start(() -> {
				ids.add(work.id());
				ids.add(work.id());
				Blocking.run(() -> ids.add(work.id()));
				try {
					ids.add(runtime.submit(work::id).get());
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}).join();
			assertThat(ids).hasSize(4).startsWith(ids.getFirst(), ids.getFirst(), ids.getFirst());
			assertThat(ids.getLast()).isNotEqualTo(ids.getFirst());
			Live.awaitNone(runtime);
			assertThat(events.all).containsExactlyInAnyOrder("work " + ids.getFirst() + " destroyed in it",
					"work " + ids.getLast() + " destroyed in it");
		});
	}

	@Test
	void whenDestroyedThenInReverseOrderAndEachThoughAnotherFails() {
		runner().run((context) -> {
			Events events = context.getBean(Events.class);
			Work work = context.getBean(Work.class);
			Broken broken = context.getBean(Broken.class);
			Last last = context.getBean(Last.class);
			context.getBean(CoroutineRuntime.class).start(() -> {
				work.id();
				broken.use();
				last.use();
				throw new UnsupportedOperationException("wanted");
			}).join();
			assertThat(events.all).hasSize(3);
			assertThat(events.all.get(0)).isEqualTo("last uses another");
			assertThat(events.all.get(1)).isEqualTo("broken");
			assertThat(events.all.get(2)).startsWith("work");
		});
	}

	@Test
	void whenUsedOutsideOfCoroutinesThenTheErrorSaysWhatToDo() {
		runner().run((context) -> assertThatExceptionOfType(ScopeNotActiveException.class)
			.isThrownBy(() -> context.getBean(Work.class).id())
			.havingCause()
			.withMessage("The scope 'coroutine' is used outside of a coroutine, in thread 'main': "
					+ "run the code in a request or in a coroutine of the CoroutineRuntime, "
					+ "or give the bean another scope"));
	}

	@Test
	void whenANewBeanIsAskedForAtTheEndThenItIsRefused() {
		runner().run((context) -> {
			Late late = context.getBean(Late.class);
			context.getBean(CoroutineRuntime.class).start(late::use).join();
			assertThat(context.getBean(Events.class).all).singleElement()
				.asString()
				.startsWith("The bean 'scopedTarget.work' cannot be created, as its coroutine ends");
		});
	}

	@Test
	void whenSwitchedOffOrTakenThenItIsNotOurs() {
		runner().withPropertyValues("coroutine.context.bean-scope.enabled=false")
			.run((context) -> assertThat(scope(context.getBeanFactory())).isNull());
		runner().withPropertyValues("coroutine.enabled=false")
			.run((context) -> assertThat(scope(context.getBeanFactory())).isNull());
		runner().withInitializer(
				(context) -> context.getBeanFactory().registerScope(CoroutineBeanScope.NAME, new SimpleThreadScope()))
			.run((context) -> assertThat(scope(context.getBeanFactory())).isInstanceOf(SimpleThreadScope.class));
	}

	private static Object scope(org.springframework.beans.factory.config.ConfigurableBeanFactory beanFactory) {
		return beanFactory.getRegisteredScope(CoroutineBeanScope.NAME);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Events events() {
			return new Events();
		}

		@Bean
		@CoroutineScoped
		Work work(Events events) {
			return new Work(events);
		}

		@Bean
		@CoroutineScoped
		Broken broken(Events events) {
			return new Broken(events);
		}

		@Bean
		@CoroutineScoped
		Last last(Events events, Broken broken) {
			return new Last(events, broken);
		}

		@Bean
		@CoroutineScoped
		Late late(Events events, Work work) {
			return new Late(events, work);
		}

	}

	static class Events {

		final List<String> all = new CopyOnWriteArrayList<>();

	}

	static class Work {

		private final Events events;

		@Value("#{coroutine.id()}")
		private long id;

		Work() {
			this(new Events());
		}

		Work(Events events) {
			this.events = events;
		}

		long id() {
			return this.id;
		}

		@PreDestroy
		void destroy() {
			Coroutine current = Coroutine.current();
			boolean inIt = current != null && current.id() == this.id;
			this.events.all.add("work " + this.id + " destroyed " + ((inIt) ? "in it" : "elsewhere"));
		}

	}

	static class Broken {

		private final Events events;

		Broken() {
			this(new Events());
		}

		Broken(Events events) {
			this.events = events;
		}

		String use() {
			return "another";
		}

		@PreDestroy
		void destroy() {
			this.events.all.add("broken");
			throw new IllegalStateException("wanted");
		}

	}

	static class Last {

		private final Events events;

		private final Broken broken;

		Last() {
			this(new Events(), new Broken());
		}

		Last(Events events, Broken broken) {
			this.events = events;
			this.broken = broken;
		}

		void use() {
		}

		@PreDestroy
		void destroy() {
			this.events.all.add("last uses " + this.broken.use());
		}

	}

	static class Late {

		private final Events events;

		private final Work work;

		Late() {
			this(new Events(), new Work());
		}

		Late(Events events, Work work) {
			this.events = events;
			this.work = work;
		}

		void use() {
		}

		@PreDestroy
		void destroy() {
			try {
				this.work.id();
			}
			catch (ScopeNotActiveException ex) {
				this.events.all.add(ex.getCause().getMessage());
			}
		}

	}

}
