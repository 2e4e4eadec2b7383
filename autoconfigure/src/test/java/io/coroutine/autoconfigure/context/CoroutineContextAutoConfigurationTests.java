package io.coroutine.autoconfigure.context;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.coroutine.ContextInheritance;
import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.scope.CoroutineScope;
import io.coroutine.spring.context.InheritingTaskDecorator;
import io.coroutine.spring.context.SecurityContextAccessor;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.LocaleContextThreadLocalAccessor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderThreadLocalAccessor;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class CoroutineContextAutoConfigurationTests {

	private static final CoroutineLocal<@Nullable String> LOCAL = CoroutineLocal.<@Nullable String>builder()
		.inherited()
		.build();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineContextAutoConfiguration.class,
				CoroutineAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1");

	/**
	 * Run code with one value of each kind, in a coroutine of the application.
	 */
	private <T> T inContext(CoroutineRuntime runtime, Callable<T> code) throws Exception {
		Future<T> future = runtime.submit(() -> {
			this.observations.observationConfig().observationHandler((context) -> true);
			Observation observation = Observation.start("request", this.observations);
			MDC.put("user", "anna");
			LOCAL.set("local");
			SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("anna", ""));
			try (Observation.Scope scope = observation.openScope()) {
				return code.call();
			}
			finally {
				observation.stop();
				MDC.clear();
				SecurityContextHolder.clearContext();
			}
		});
		return future.get(30, TimeUnit.SECONDS);
	}

	private String seen() {
		Observation observation = this.observations.getCurrentObservation();
		var authentication = SecurityContextHolder.getContext().getAuthentication();
		return MDC.get("user") + " " + ((observation != null) ? observation.getContext().getName() : null) + " "
				+ ((authentication != null) ? authentication.getName() : null) + " " + LOCAL.get();
	}

	private String seenInFork() throws Exception {
		try (CoroutineScope scope = CoroutineScope.open()) {
			Future<String> child = scope.fork(this::seen);
			scope.joinAll();
			return child.resultNow();
		}
	}

	@Test
	void whenForkedThenChildHasTheWholeContext() {
		this.runner.run((context) -> {
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			assertThat(inContext(runtime, this::seenInFork)).isEqualTo("anna request anna local");
			assertThat(inContext(runtime, () -> CompletableFuture.supplyAsync(this::seen, runtime::start).get()))
				.isEqualTo("anna request anna local");
			assertThat(runtime.submit(this::seen).get()).isEqualTo("null null null null");
		});
	}

	@Test
	void whenForkedThenChildHasTheRequestAndTheLocale() {
		this.runner.run((context) -> assertThat(
				context.getBean(CoroutineRuntime.class).submit(this::requestAndLocaleInFork).get())
			.isEqualTo("tea de"));
		this.runner
			.withPropertyValues("coroutine.context.inherit.request=false", "coroutine.context.inherit.locale=false")
			.run((context) -> assertThat(
					context.getBean(CoroutineRuntime.class).submit(this::requestAndLocaleInFork).get())
				.isEqualTo("null " + Locale.getDefault()));
	}

	private String requestAndLocaleInFork() throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setAttribute("order", "tea");
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
		LocaleContextHolder.setLocale(Locale.GERMAN);
		try (CoroutineScope scope = CoroutineScope.open()) {
			Future<String> child = scope.fork(() -> {
				RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
				return ((attributes != null) ? attributes.getAttribute("order", RequestAttributes.SCOPE_REQUEST) : null)
						+ " " + LocaleContextHolder.getLocale();
			});
			scope.joinAll();
			return child.resultNow();
		}
	}

	@Test
	void whenTasksShallInheritThenTheyHaveTheWholeContext() {
		for (String virtual : List.of("false", "true")) {
			this.runner.withUserConfiguration(AsyncConfiguration.class)
				.withPropertyValues("coroutine.context.inherit.tasks=true", "spring.threads.virtual.enabled=" + virtual)
				.run((context) -> {
					Worker worker = context.getBean(Worker.class);
					assertThat(inContext(context.getBean(CoroutineRuntime.class), () -> worker.call(this::seen).get()))
						.isEqualTo("anna request anna local");
					assertThat(worker.call(this::seen).get()).isEqualTo("null null null null");
				});
		}
	}

	@Test
	void whenNobodyHasAskedThenTasksHaveCoroutineLocalsOnly() {
		this.runner.withUserConfiguration(AsyncConfiguration.class).run((context) -> {
			Worker worker = context.getBean(Worker.class);
			assertThat(inContext(context.getBean(CoroutineRuntime.class), () -> worker.call(this::seen).get()))
				.isEqualTo("null null null local");
		});
	}

	@Test
	void whenOneKindIsSwitchedOffThenTheOthersAreTakenOver() {
		this.runner.withPropertyValues("coroutine.context.inherit.mdc=false")
			.run((context) -> assertThat(inContext(context.getBean(CoroutineRuntime.class), this::seenInFork))
				.isEqualTo("null request anna local"));
		this.runner.withPropertyValues("coroutine.context.inherit.observation=false")
			.run((context) -> assertThat(inContext(context.getBean(CoroutineRuntime.class), this::seenInFork))
				.isEqualTo("anna null anna local"));
		this.runner.withPropertyValues("coroutine.context.inherit.security=false")
			.run((context) -> assertThat(inContext(context.getBean(CoroutineRuntime.class), this::seenInFork))
				.isEqualTo("anna request null local"));
	}

	@Test
	void whenSwitchedOffThenCoroutineLocalsAreInheritedOnly() {
		this.runner.withPropertyValues("coroutine.context.inherit.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ContextInheritance.class).doesNotHaveBean(ThreadLocalAccessor.class);
			assertThat(inContext(context.getBean(CoroutineRuntime.class), this::seenInFork))
				.isEqualTo("null null null local");
		});
	}

	@Test
	void whenCoroutinesAreSwitchedOffThenNothingIsThere() {
		this.runner.withPropertyValues("coroutine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ContextInheritance.class)
				.doesNotHaveBean(ThreadLocalAccessor.class)
				.doesNotHaveBean(TaskDecorator.class));
	}

	@Test
	void whenLibrariesAreAbsentThenTheRestWorks() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.security", "org.slf4j", "jakarta.servlet"))
			.run((context) -> assertThat(context).hasSingleBean(ContextInheritance.class)
				.doesNotHaveBean("coroutineSecurityContextAccessor")
				.doesNotHaveBean("coroutineMdcAccessor")
				.doesNotHaveBean("coroutineRequestAttributesAccessor"));
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ContextInheritance.class));
	}

	@Test
	void whenTheApplicationHasItsOwnThenOursBackOff() {
		ContextInheritance own = () -> null;
		this.runner.withBean(ContextInheritance.class, () -> own)
			.withBean(SecurityContextAccessor.class)
			.withBean(Slf4jThreadLocalAccessor.class, () -> new Slf4jThreadLocalAccessor("user"))
			.run((context) -> {
				assertThat(context.getBean(ContextInheritance.class)).isSameAs(own);
				assertThat(context).hasSingleBean(SecurityContextAccessor.class)
					.hasSingleBean(Slf4jThreadLocalAccessor.class);
			});
	}

	@Test
	void whenTheApplicationInjectsItsOwnDecoratorThenOursIsNotInTheWay() {
		TaskDecorator own = (task) -> task;
		this.runner.withBean("own", TaskDecorator.class, () -> own).run((context) -> {
			assertThat(context.getBean(TaskDecorator.class)).isSameAs(own);
			assertThat(context).hasSingleBean(InheritingTaskDecorator.class);
		});
	}

	@Test
	void whenAnAccessorIsABeanThenItsValueIsTakenOver() {
		ThreadLocal<@Nullable Locale> language = new ThreadLocal<>();
		this.runner.withBean(ThreadLocalAccessor.class, () -> new LanguageAccessor(language)).run((context) -> {
			language.set(Locale.FRENCH);
			assertThat(context.getBean(CoroutineRuntime.class).submit(language::get).get()).isEqualTo(Locale.FRENCH);
			language.remove();
		});
	}

	@Test
	void whenKeysAreNamedThenTheyAreThoseOfTheLibraries() {
		assertThat(InheritedKeys.OBSERVATION).isEqualTo(ObservationThreadLocalAccessor.KEY);
		assertThat(InheritedKeys.MDC).isEqualTo(Slf4jThreadLocalAccessor.KEY);
		assertThat(InheritedKeys.LOCALE).isEqualTo(LocaleContextThreadLocalAccessor.KEY);
		assertThat(InheritedKeys.REQUEST).isEqualTo(RequestAttributesThreadLocalAccessor.KEY);
		assertThat(InheritedKeys.SECURITY).isEqualTo(new SecurityContextHolderThreadLocalAccessor().key());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		Worker worker() {
			return new Worker();
		}

	}

	static class Worker {

		@Async
		Future<String> call(Supplier<String> code) {
			return CompletableFuture.completedFuture(code.get());
		}

	}

	private record LanguageAccessor(ThreadLocal<@Nullable Locale> value) implements ThreadLocalAccessor<Locale> {

		@Override
		public Object key() {
			return "language";
		}

		@Override
		public @Nullable Locale getValue() {
			return this.value.get();
		}

		@Override
		public void setValue(Locale language) {
			this.value.set(language);
		}

		@Override
		public void setValue() {
			this.value.remove();
		}

	}

}
