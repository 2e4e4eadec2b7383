package io.coroutine.local;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Blocking;
import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.scope.CoroutineScope;
import io.coroutine.test.Collected;
import io.coroutine.test.Eventually;
import io.coroutine.test.Live;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is done with values at the end of their coroutine, on both engines and in both
 * stack modes.
 */
@ParameterizedClass
@CsvSource({ "EVENT_LOOP, SHARED", "EVENT_LOOP, PRIVATE", "PORTABLE, SHARED", "PORTABLE, PRIVATE" })
class CoroutineLocalEndTests {

	private final List<String> ended = new CopyOnWriteArrayList<>();

	private final CoroutineLocal<@Nullable String> local = CoroutineLocal.<@Nullable String>builder()
		.onEnd(this.ended::add)
		.build();

	@Parameter(0)
	private EngineChoice engine;

	@Parameter(1)
	private StackMode stackMode;

	private CoroutineRuntime runtime;

	@BeforeEach
	void start() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).loops(1).stackMode(this.stackMode).start();
	}

	@AfterEach
	void close() {
		this.local.remove();
		Live.awaitNone(this.runtime);
		this.runtime.close();
	}

	private void run(Runnable task) throws Exception {
		this.runtime.start(task).join();
	}

	@Test
	void whenCoroutineEndsThenItsValueIsEndedInItBeforeWhoJoinsGoesOn() throws Exception {
		CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
		CoroutineLocal<String> value = CoroutineLocal.create();
		CoroutineLocal<String> closing = CoroutineLocal.<String>builder()
			.onEnd((text) -> seen.complete(List.of(text, Coroutine.current(), value.get())))
			.build();
		Coroutine coroutine = this.runtime.start(() -> {
			value.set("still there");
			closing.set("ended");
		});
		coroutine.join();
		assertThat(seen).isCompletedWithValue(List.of("ended", coroutine, "still there"));
	}

	@Test
	void whenTheTaskFailsOrIsCancelledThenItsValueIsEnded() throws Exception {
		run(() -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> this.ended.add("failure"));
			this.local.set("of one that fails");
			throw new UnsupportedOperationException("wanted");
		});
		Coroutine cancelled = this.runtime.coroutine()
			.create(() -> this.local.set("interrupted: " + Thread.currentThread().isInterrupted()));
		cancelled.cancel();
		cancelled.start();
		cancelled.join();
		assertThat(this.ended).startsWith("of one that fails").contains("failure").hasSize(3);
		assertThat(this.ended.getLast()).startsWith("interrupted");
	}

	@Test
	void whenOneFailsThenTheOthersAreEndedAndTheHandlerIsToldAndTheLoopGoesOn() throws Exception {
		CoroutineLocal<String> broken = CoroutineLocal.<String>builder().onEnd((value) -> {
			throw new IllegalStateException(value);
		}).build();
		CoroutineLocal<String> worse = CoroutineLocal.<String>builder().onEnd((value) -> {
			throw new AssertionError(value);
		}).build();
		run(() -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
				this.ended.add(failure.getMessage());
				throw new IllegalStateException("of the handler");
			});
			broken.set("broken");
			this.local.set("whole");
			worse.set("worse");
		});
		assertThat(this.ended).containsExactlyInAnyOrder("broken", "whole", "worse");
		assertThat(Eventually.get(this.runtime.submit(() -> "goes on"))).isEqualTo("goes on");
	}

	@Test
	void whenRemovedOrReplacedOrNullThenOnlyTheLastValueIsEnded() throws Exception {
		run(() -> {
			this.local.set("removed");
			this.local.remove();
		});
		run(() -> {
			this.local.set("replaced");
			this.local.set("last");
		});
		run(() -> this.local.set(null));
		assertThat(this.ended).containsExactly("last");
	}

	@Test
	void whenInheritedThenEachCopyIsEnded() throws Exception {
		AtomicInteger copies = new AtomicInteger();
		CoroutineLocal<String> inherited = CoroutineLocal.<String>builder()
			.inherited((value) -> "copy " + copies.incrementAndGet())
			.onEnd(this.ended::add)
			.build();
		Eventually.get(this.runtime.submit(() -> {
			inherited.set("original");
			try (CoroutineScope scope = CoroutineScope.open()) {
				scope.fork(() -> null);
				scope.fork(() -> null);
				scope.joinAll();
				assertThat(this.ended).containsExactlyInAnyOrder("copy 1", "copy 2");
			}
			return null;
		}));
		Live.awaitNone(this.runtime);
		assertThat(this.ended).containsExactlyInAnyOrder("copy 1", "copy 2", "original");
	}

	@Test
	void whenSetByBlockingCodeThenItIsEndedInTheCoroutine() throws Exception {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		CoroutineLocal<String> closing = CoroutineLocal.<String>builder()
			.onEnd((value) -> thread.complete(Thread.currentThread()))
			.build();
		CompletableFuture<Thread> own = new CompletableFuture<>();
		run(() -> {
			own.complete(Thread.currentThread());
			Blocking.run(() -> closing.set("of blocking code"));
			assertThat(thread).isNotDone();
		});
		assertThat(thread.join()).isSameAs(own.join());
	}

	@Test
	void whenSetByTheEndOfAnotherThenItIsEndedToo() throws Exception {
		CoroutineLocal<String> first = CoroutineLocal.<String>builder()
			.onEnd((value) -> this.local.set("set by " + value))
			.build();
		run(() -> first.set("the first"));
		assertThat(this.ended).containsExactly("set by the first");
		CoroutineLocal<?>[] itself = new CoroutineLocal<?>[1];
		CoroutineLocal<Integer> again = CoroutineLocal.<Integer>builder().onEnd((value) -> {
			this.ended.add("round " + value);
			setAgain(itself[0], value + 1);
		}).build();
		itself[0] = again;
		run(() -> again.set(1));
		assertThat(this.ended).endsWith("round 4");
	}

	@SuppressWarnings("unchecked")
	private static void setAgain(CoroutineLocal<?> local, int value) {
		((CoroutineLocal<Integer>) local).set(value);
	}

	@Test
	void whenTheLocalIsDroppedThenItsValueIsEndedAllTheSame() throws Exception {
		run(() -> {
			WeakReference<?> dropped = setValueOfLocalThatIsDropped();
			Collected.await(dropped);
			for (int i = 0; i < 2; i++) {
				CoroutineLocal<String> another = CoroutineLocal.create();
				another.set("clears what was dropped");
			}
		});
		assertThat(this.ended).containsExactly("of a dropped one");
	}

	private WeakReference<?> setValueOfLocalThatIsDropped() {
		CoroutineLocal<String> dropped = CoroutineLocal.<String>builder().onEnd(this.ended::add).build();
		dropped.set("of a dropped one");
		return new WeakReference<>(dropped);
	}

	@Test
	void whenItNeverRunsOrIsNoCoroutineThenNothingIsEnded() throws Exception {
		Thread thread = Thread.ofPlatform().start(() -> this.local.set("of a thread"));
		thread.join();
		CoroutineLocal<String> inherited = CoroutineLocal.<String>builder().inherited().onEnd(this.ended::add).build();
		inherited.set("of a coroutine that never runs");
		Coroutine coroutine = this.runtime.coroutine().create(() -> this.ended.add("runs"));
		inherited.remove();
		this.runtime.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(coroutine::start);
		assertThat(this.ended).isEmpty();
	}

}
