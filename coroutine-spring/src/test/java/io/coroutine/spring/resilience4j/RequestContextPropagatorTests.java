package io.coroutine.spring.resilience4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.coroutine.ContextInheritance;
import io.coroutine.CoroutineRuntime;
import io.coroutine.local.CoroutineLocal;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadRegistry;
import io.github.resilience4j.core.ContextPropagator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RequestContextPropagatorTests {

	private static final CoroutineLocal<@Nullable String> LOCAL = CoroutineLocal.<@Nullable String>builder()
		.inherited()
		.build();

	private final ThreadLocal<@Nullable String> user = new ThreadLocal<>();

	private final ContextInheritance inheritance = () -> {
		String name = this.user.get();
		return (name != null) ? () -> put(name) : null;
	};

	private final RequestContextPropagator propagator = RequestContextPropagator.of(this.inheritance);

	@AfterEach
	void clear() {
		this.user.remove();
		LOCAL.remove();
	}

	private Runnable put(String name) {
		String previous = this.user.get();
		this.user.set(name);
		return () -> this.user.set(previous);
	}

	private List<@Nullable String> look() {
		return Arrays.asList(this.user.get(), LOCAL.get());
	}

	@Test
	void whenAThreadRunsTheTaskThenItHasTheContextAndNothingAfter() throws Exception {
		this.user.set("anna");
		LOCAL.set("local");
		Callable<List<@Nullable String>> task = ContextPropagator.decorateCallable(List.of(this.propagator),
				this::look);
		this.user.set("changed");
		try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
			for (int i = 0; i < 2; i++) {
				assertThat(pool.submit(task).get(30, TimeUnit.SECONDS)).containsExactly("anna", "local");
				assertThat(pool.submit(this::look).get(30, TimeUnit.SECONDS)).containsExactly(null, null);
			}
		}
	}

	@Test
	void whenTasksAreWithinOneAnotherThenEachHasItsOwn() {
		this.user.set("inner");
		Supplier<List<@Nullable String>> inner = ContextPropagator.decorateSupplier(this.propagator, this::look);
		this.user.set("outer");
		List<List<@Nullable String>> seen = new ArrayList<>();
		Runnable outer = ContextPropagator.decorateRunnable(this.propagator, () -> {
			seen.add(inner.get());
			seen.add(look());
		});
		this.user.set("caller");
		outer.run();
		seen.add(look());
		assertThat(seen).extracting(List::getFirst).containsExactly("inner", "outer", "caller");
	}

	@Test
	void whenAnotherPropagatorFailsThenNothingIsLeftAndNothingElseIsTakenAway() {
		ContextPropagator<String> broken = new BrokenPropagator();
		this.user.set("task");
		Runnable fails = ContextPropagator.decorateRunnable(List.of(broken, this.propagator), () -> {
		});
		this.user.set("outer");
		Runnable outer = ContextPropagator.decorateRunnable(this.propagator, () -> {
			assertThatIllegalStateException().isThrownBy(fails::run);
			assertThat(look()).containsExactly("outer", null);
		});
		this.user.set("caller");
		outer.run();
		assertThat(look()).containsExactly("caller", null);
	}

	@Test
	void whenABulkheadHasThreadsThenItIsGivenThePropagatorOnce() throws Exception {
		RequestContextRegistration registration = new RequestContextRegistration(this.propagator);
		ThreadPoolBulkheadConfig shared = ThreadPoolBulkheadConfig.ofDefaults();
		this.user.set("anna");
		try (ThreadPoolBulkheadRegistry registry = ThreadPoolBulkheadRegistry.of(shared, registration)) {
			ThreadPoolBulkhead bulkhead = registry.bulkhead("one");
			assertThat(bulkhead.submit(this::look).toCompletableFuture().get(30, TimeUnit.SECONDS))
				.containsExactly("anna", null);
			registry.bulkhead("two");
			assertThat(shared.getContextPropagator()).containsExactly(this.propagator);
			registry.replace("two", ThreadPoolBulkhead.of("two", ThreadPoolBulkheadConfig.ofDefaults()));
			assertThat(registry.bulkhead("two").getBulkheadConfig().getContextPropagator())
				.containsExactly(this.propagator);
			registry.remove("two");
		}
	}

	@Test
	void whenABulkheadHasCoroutinesThenItNeedsNone() throws Exception {
		RequestContextRegistration registration = new RequestContextRegistration(this.propagator);
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().loops(1).start();
				ThreadPoolBulkheadRegistry registry = CoroutineThreadPoolBulkheadRegistry.of(runtime, Map.of(),
						List.of(registration), Map.of())) {
			assertThat(registry.bulkhead("one").getBulkheadConfig().getContextPropagator()).isEmpty();
		}
	}

	private static final class BrokenPropagator implements ContextPropagator<String> {

		@Override
		public Supplier<Optional<String>> retrieve() {
			return Optional::empty;
		}

		@Override
		public Consumer<Optional<String>> copy() {
			return (value) -> {
				throw new IllegalStateException("wanted");
			};
		}

		@Override
		public Consumer<Optional<String>> clear() {
			return (value) -> {
			};
		}

	}

}
