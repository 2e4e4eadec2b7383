package io.coroutine.spring.resilience4j;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.test.Eventually;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.bulkhead.event.BulkheadEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CoroutineThreadPoolBulkheadTests extends EngineContract {

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<BulkheadEvent.Type> events = Collections.synchronizedList(new ArrayList<>());

	private static ThreadPoolBulkheadConfig config(int max, int queue) {
		return ThreadPoolBulkheadConfig.custom()
			.maxThreadPoolSize(max)
			.coreThreadPoolSize(1)
			.queueCapacity(queue)
			.build();
	}

	private CoroutineThreadPoolBulkhead bulkhead(int max, int queue) {
		CoroutineThreadPoolBulkhead bulkhead = CoroutineThreadPoolBulkhead.of(this.runtime, "calls",
				config(max, queue));
		bulkhead.getEventPublisher().onEvent((event) -> this.events.add(event.getEventType()));
		return bulkhead;
	}

	private String await() throws InterruptedException {
		this.release.await();
		return "done";
	}

	@Test
	void whenThereIsAPlaceThenTheCallRunsInACoroutineOfItsOwn() throws Throwable {
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(1, 0);
		assertThat(get(bulkhead.submit(() -> Coroutine.current().name()))).isEqualTo("bulkhead-calls");
		assertThat(get(bulkhead.submit(() -> {
		}))).isNull();
		assertThat(bulkhead).hasToString("CoroutineThreadPoolBulkhead 'calls'");
		assertThat(bulkhead.getTags()).isEmpty();
	}

	@Test
	void whenSubmittedInAContextThenTheCallHasIt() throws Throwable {
		CoroutineLocal<@Nullable String> user = CoroutineLocal.<@Nullable String>builder().inherited().build();
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(1, 2);
		List<Future<@Nullable String>> calls = new ArrayList<>();
		bulkhead.submit(this::await);
		for (String name : List.of("anna", "berta")) {
			calls.add(inCoroutine(() -> {
				user.set(name);
				return bulkhead.submit(user::get);
			}));
		}
		this.release.countDown();
		assertThat(get(calls.getFirst())).isEqualTo("anna");
		assertThat(get(calls.getLast())).isEqualTo("berta");
	}

	@Test
	void whenPlacesAndQueueAreFullThenItRejects() throws Throwable {
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(2, 1);
		List<CompletableFuture<String>> calls = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			calls.add(bulkhead.submit(this::await));
		}
		assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> bulkhead.submit(this::await))
			.withMessage("Bulkhead 'calls' is full and does not permit further calls");
		ThreadPoolBulkhead.Metrics metrics = bulkhead.getMetrics();
		assertThat(metrics.getActiveThreadCount()).isEqualTo(2);
		assertThat(metrics.getAvailableThreadCount()).isZero();
		assertThat(metrics.getThreadPoolSize()).isEqualTo(2);
		assertThat(metrics.getMaximumThreadPoolSize()).isEqualTo(2);
		assertThat(metrics.getCoreThreadPoolSize()).isEqualTo(1);
		assertThat(metrics.getQueueDepth()).isEqualTo(1);
		assertThat(metrics.getQueueCapacity()).isEqualTo(1);
		assertThat(metrics.getRemainingQueueCapacity()).isZero();
		this.release.countDown();
		for (Future<String> call : calls) {
			assertThat(get(call)).isEqualTo("done");
		}
		assertThat(metrics.getActiveThreadCount()).isZero();
		assertThat(metrics.getAvailableThreadCount()).isEqualTo(2);
		assertThat(metrics.getRemainingQueueCapacity()).isEqualTo(1);
		assertThat(this.events).containsExactlyInAnyOrder(BulkheadEvent.Type.CALL_REJECTED,
				BulkheadEvent.Type.CALL_PERMITTED, BulkheadEvent.Type.CALL_PERMITTED, BulkheadEvent.Type.CALL_PERMITTED,
				BulkheadEvent.Type.CALL_FINISHED, BulkheadEvent.Type.CALL_FINISHED, BulkheadEvent.Type.CALL_FINISHED);
	}

	@Test
	void whenACallEndsThenItsPlaceIsFreeForWhoeverSeesTheResult() throws Throwable {
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(1, 0);
		assertThat(inCoroutine(() -> {
			int sum = 0;
			for (int i = 0; i < 1000; i++) {
				int value = i;
				sum += bulkhead.submit(() -> value).get();
			}
			return sum;
		})).isEqualTo(999 * 500);
	}

	@Test
	void whenACallFailsThenTheExceptionIsTheVerySame() throws Throwable {
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(1, 0);
		IOException failure = new IOException("wanted");
		CompletableFuture<String> call = bulkhead.submit(() -> {
			throw failure;
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(call)).isSameAs(failure);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(call::join).havingCause().isSameAs(failure);
		CompletableFuture<String> wrapped = bulkhead.submit(() -> {
			throw new CompletionException(failure);
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(wrapped)).isSameAs(failure);
		assertThat(bulkhead.getMetrics().getActiveThreadCount()).isZero();
	}

	@Test
	void whenAListenerThrowsThenNoPlaceIsLost() throws Throwable {
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(1, 0);
		bulkhead.getEventPublisher().onCallFinished((event) -> {
			throw new IllegalStateException("wanted");
		});
		assertThat(get(bulkhead.submit(() -> "first"))).isEqualTo("first");
		assertThat(get(bulkhead.submit(() -> "second"))).isEqualTo("second");
	}

	@Test
	void whenTheContextCanNotBeTakenThenNoPlaceIsLost() throws Throwable {
		CoroutineLocal<String> broken = CoroutineLocal.<String>builder().initial(() -> "any").inherited((value) -> {
			throw new IllegalStateException("wanted");
		}).build();
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(1, 0);
		inCoroutine(() -> {
			broken.set("value");
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bulkhead.submit(() -> "any"));
			}
			return null;
		});
		assertThat(get(bulkhead.submit(() -> "next"))).isEqualTo("next");
	}

	@Test
	void whenNobodyWaitsAnyMoreThenACallDoesNotBegin() throws Throwable {
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(1, 10);
		CompletableFuture<String> first = bulkhead.submit(this::await);
		AtomicInteger begun = new AtomicInteger();
		for (int i = 0; i < 9; i++) {
			bulkhead.submit(begun::incrementAndGet).cancel(false);
		}
		CompletableFuture<Integer> last = bulkhead.submit(begun::incrementAndGet);
		this.release.countDown();
		assertThat(get(first)).isEqualTo("done");
		assertThat(get(last)).isEqualTo(1);
		assertThat(bulkhead.getMetrics().getQueueDepth()).isZero();
	}

	@Test
	void whenClosedThenItRejectsAndWaitsForWhatRuns() throws Throwable {
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(1, 1);
		CompletableFuture<String> running = bulkhead.submit(this::await);
		CompletableFuture<String> waiting = bulkhead.submit(this::await);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(bulkhead::close);
		Eventually.isTrue(bulkhead::isClosed);
		this.release.countDown();
		get(closed);
		assertThat(running).isCompletedWithValue("done");
		assertThat(waiting).isCompletedWithValue("done");
	}

	@Test
	void whenTheCallerOfCloseIsInterruptedThenCallsAreCutShort() throws Throwable {
		CoroutineThreadPoolBulkhead bulkhead = bulkhead(1, 1);
		CompletableFuture<String> running = bulkhead.submit(this::await);
		CompletableFuture<String> waiting = bulkhead.submit(this::await);
		Thread.currentThread().interrupt();
		bulkhead.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> get(running));
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> get(waiting));
		Eventually.isTrue(() -> bulkhead.getMetrics().getActiveThreadCount() == 0);
		assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> bulkhead.submit(this::await));
	}

	@Test
	void whenTheRuntimeIsClosedThenTheFutureSaysSo() {
		CoroutineRuntime closed = CoroutineRuntime.builder().engine(this.engine).loops(1).start();
		closed.close();
		CoroutineThreadPoolBulkhead bulkhead = CoroutineThreadPoolBulkhead.of(closed, "calls", config(1, 0));
		for (int i = 0; i < 3; i++) {
			CompletableFuture<String> call = bulkhead.submit(() -> "any");
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> get(call));
		}
		bulkhead.close();
	}

	@Test
	void whenThereIsAHandlerOfRejectionsThenTheRegistryMakesAPoolOfThreads() throws Throwable {
		ThreadPoolBulkheadConfig handled = ThreadPoolBulkheadConfig.custom()
			.rejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy())
			.build();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CoroutineThreadPoolBulkhead.of(this.runtime, "calls", handled))
			.withMessageContaining("RejectedExecutionHandler");
		try (CoroutineThreadPoolBulkheadRegistry registry = CoroutineThreadPoolBulkheadRegistry.of(this.runtime)) {
			ThreadPoolBulkhead threads = registry.bulkhead("threads", handled);
			assertThat(get(threads.submit(() -> Coroutine.current() == null).toCompletableFuture())).isTrue();
			assertThat(registry.bulkhead("coroutines")).isInstanceOf(CoroutineThreadPoolBulkhead.class);
		}
	}

	@Test
	void whenARegistryHasConfigurationsThenBulkheadsHaveThem() throws Exception {
		List<String> added = new ArrayList<>();
		try (CoroutineThreadPoolBulkheadRegistry registry = CoroutineThreadPoolBulkheadRegistry.of(this.runtime,
				Map.of("default", config(3, 4), "small", config(1, 0)), List.of(), Map.of("zone", "a"))) {
			registry.getEventPublisher().onEntryAdded((event) -> added.add(event.getAddedEntry().getName()));
			assertThat(registry.bulkhead("one").getBulkheadConfig().getMaxThreadPoolSize()).isEqualTo(3);
			ThreadPoolBulkhead two = registry.bulkhead("two", "small", Map.of("kind", "b"));
			assertThat(two.getBulkheadConfig().getQueueCapacity()).isZero();
			assertThat(two.getTags()).containsOnly(Map.entry("zone", "a"), Map.entry("kind", "b"));
			assertThat(registry.bulkhead("two")).isSameAs(two);
			assertThat(registry.bulkhead("three", () -> config(2, 2)).getMetrics().getQueueCapacity()).isEqualTo(2);
			assertThat(registry.getAllBulkheads()).hasSize(3);
			assertThat(added).containsExactly("one", "two", "three");
		}
	}

	@Test
	void whenManySubmitThenTheLimitsHoldAndNothingIsLost() throws Throwable {
		CoroutineThreadPoolBulkhead bulkhead = CoroutineThreadPoolBulkhead.of(this.runtime, "calls", config(3, 5));
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger ended = new AtomicInteger();
		CountDownLatch submitters = new CountDownLatch(2);
		Runnable submitter = () -> {
			Random random = new Random(submitters.getCount());
			List<CompletableFuture<Integer>> accepted = new ArrayList<>();
			int rejected = 0;
			for (int i = 0; i < 3000; i++) {
				try {
					accepted.add(bulkhead.submit(() -> {
						most.accumulateAndGet(running.incrementAndGet(), Math::max);
						for (int turns = random.nextInt(3); turns > 0; turns--) {
							Coroutine.yield();
						}
						running.decrementAndGet();
						return 1;
					}));
				}
				catch (BulkheadFullException ex) {
					rejected++;
					Thread.yield();
				}
			}
			ended.addAndGet(rejected + accepted.stream().mapToInt(CompletableFuture::join).sum());
			submitters.countDown();
		};
		Thread thread = Thread.ofPlatform().start(submitter);
		this.runtime.start(submitter);
		assertThat(submitters.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		thread.join();
		assertThat(ended).hasValue(6000);
		assertThat(most).hasValueBetween(1, 3);
		assertThat(bulkhead.getMetrics().getActiveThreadCount()).isZero();
		assertThat(bulkhead.getMetrics().getRemainingQueueCapacity()).isEqualTo(5);
	}

}
