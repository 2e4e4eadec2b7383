package io.coroutine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.snapshot.CoroutineState;
import io.coroutine.test.Eventually;
import io.coroutine.test.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Looks at coroutines while they live, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class IntrospectionTests {

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	private final AtomicBoolean free = new AtomicBoolean();

	@BeforeEach
	void startRuntime() {
		this.runtime = builder().start();
	}

	@AfterEach
	void closeRuntime() {
		this.free.set(true);
		assertThat(this.runtime.shutdown(Duration.ofSeconds(60))).isZero();
		assertThat(this.runtime.coroutines()).isEmpty();
	}

	private CoroutineRuntimeBuilder builder() {
		return CoroutineRuntime.builder().engine(this.engine).loops(2).privateStackLimit(1);
	}

	private void parkUntilFree() {
		while (!this.free.get()) {
			LockSupport.park();
		}
	}

	private void spinUntilFree() {
		while (!this.free.get()) {
			Thread.onSpinWait();
		}
	}

	private static void sleep() {
		try {
			Thread.sleep(Duration.ofMinutes(5));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static CoroutineInfo awaitState(Coroutine coroutine, CoroutineState state) {
		return Live.await(coroutine, (info) -> info.state() == state);
	}

	private CoroutineInfo listed(Coroutine coroutine) {
		return this.runtime.coroutines().filter((info) -> info.id() == coroutine.id()).findFirst().orElseThrow();
	}

	@Test
	void whenCoroutineIsListedThenItIsDescribed() {
		Coroutine named = this.runtime.coroutine().name("worker").start(this::parkUntilFree);
		Coroutine unnamed = this.runtime.start(this::parkUntilFree);
		awaitState(named, CoroutineState.WAITING);
		awaitState(unnamed, CoroutineState.WAITING);
		List<CoroutineInfo> infos = this.runtime.coroutines().toList();
		assertThat(infos).extracting(CoroutineInfo::id).containsExactly(named.id(), unnamed.id());
		assertThat(infos).extracting(CoroutineInfo::name).containsExactly("worker", "coroutine-" + unnamed.id());
		assertThat(infos).extracting(CoroutineInfo::stackMode).containsOnly(StackMode.SHARED);
		assertThat(infos).extracting(CoroutineInfo::state).containsOnly(CoroutineState.WAITING);
		if (this.engine == EngineChoice.EVENT_LOOP) {
			assertThat(infos).extracting(CoroutineInfo::loop).doesNotContainNull().isSubsetOf(0, 1);
		}
		else {
			assertThat(infos).extracting(CoroutineInfo::loop).containsOnlyNulls();
		}
	}

	@Test
	void whenTimeGoesByThenAgeGrows() throws Exception {
		Coroutine coroutine = this.runtime.start(this::parkUntilFree);
		CoroutineInfo young = awaitState(coroutine, CoroutineState.WAITING);
		Duration more = young.age().plusMillis(50);
		CoroutineInfo old = Live.await(coroutine, (info) -> info.age().compareTo(more) >= 0);
		Coroutine child = this.runtime.start(this::parkUntilFree);
		assertThat(old.age()).isLessThan(Duration.ofMinutes(5));
		assertThat(awaitState(child, CoroutineState.WAITING).age()).isLessThan(coroutine.info().orElseThrow().age());
	}

	@Test
	void whenItRunsThenItIsRunning() {
		Coroutine shared = this.runtime.start(this::spinUntilFree);
		Coroutine ownStack = this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(this::spinUntilFree);
		awaitState(shared, CoroutineState.RUNNING);
		CoroutineInfo info = awaitState(ownStack, CoroutineState.RUNNING);
		assertThat(info.stackMode()).isEqualTo(StackMode.PRIVATE);
		assertThat(info.loop()).isNull();
		assertThat(info.waitingFor()).isNull();
		assertThat(listed(shared).state()).isEqualTo(CoroutineState.RUNNING);
	}

	@Test
	void whenItLooksAtItselfThenItIsRunning() throws Exception {
		List<CoroutineInfo> seen = new ArrayList<>();
		Coroutine coroutine = this.runtime.start(() -> {
			seen.add(Coroutine.current().info().orElseThrow());
			seen.addAll(this.runtime.coroutines().toList());
		});
		coroutine.join();
		assertThat(seen).hasSize(2).extracting(CoroutineInfo::state).containsOnly(CoroutineState.RUNNING);
	}

	@Test
	void whenAnotherOccupiesTheLoopThenItIsRunnable() throws Exception {
		if (this.engine == EngineChoice.PORTABLE) {
			return;
		}
		try (CoroutineRuntime single = builder().loops(1).stallThreshold(Duration.ofHours(1)).start()) {
			Coroutine hog = single.start(this::spinUntilFree);
			Coroutine behind = single.start(this::parkUntilFree);
			awaitState(hog, CoroutineState.RUNNING);
			assertThat(behind.info().orElseThrow().state()).isEqualTo(CoroutineState.RUNNABLE);
			assertThat(behind.stackTrace()).isEmpty();
			this.free.set(true);
			behind.join();
		}
	}

	@Test
	void whenNotStartedOrEndedThenThereIsNothingToSee() throws Exception {
		Coroutine coroutine = this.runtime.coroutine().create(() -> {
		});
		assertThat(coroutine.info()).isEmpty();
		assertThat(coroutine.stackTrace()).isEmpty();
		assertThat(this.runtime.find(coroutine.id())).isEmpty();
		assertThat(this.runtime.coroutines()).isEmpty();
		coroutine.start();
		coroutine.join();
		assertThat(coroutine.info()).isEmpty();
		assertThat(coroutine.stackTrace()).isEmpty();
		assertThat(this.runtime.find(coroutine.id())).isEmpty();
		assertThat(this.runtime.coroutines()).isEmpty();
	}

	@Test
	void whenItLivesThenItIsFoundByItsNumber() {
		Coroutine coroutine = this.runtime.start(this::parkUntilFree);
		Coroutine ownStack = this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(this::parkUntilFree);
		assertThat(this.runtime.find(coroutine.id())).contains(coroutine);
		assertThat(this.runtime.find(ownStack.id())).contains(ownStack);
		assertThat(this.runtime.find(0)).isEmpty();
		assertThat(this.runtime.find(Long.MAX_VALUE)).isEmpty();
	}

	@Test
	void whenItWaitsThenItsStackHasTheFrameOfItsTask() {
		Coroutine shared = this.runtime.start(this::parkUntilFree);
		Coroutine ownStack = this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(this::parkUntilFree);
		awaitState(shared, CoroutineState.WAITING);
		awaitState(ownStack, CoroutineState.WAITING);
		for (Coroutine coroutine : List.of(shared, ownStack)) {
			assertThat(Arrays.stream(coroutine.stackTrace()).map(StackTraceElement::getMethodName))
				.contains("parkUntilFree", "park");
		}
	}

	@Test
	void whenThereAreManyThenAllAreListed() throws Exception {
		int count = 100_000;
		CountDownLatch running = new CountDownLatch(count);
		List<Long> ids = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			ids.add(this.runtime.start(() -> {
				running.countDown();
				parkUntilFree();
			}).id());
		}
		running.await();
		assertThat(this.runtime.coroutines().map(CoroutineInfo::id).toList()).isEqualTo(ids);
		this.free.set(true);
	}

	@Test
	void whenOthersStartAndEndMeanwhileThenThoseThatStayAreListedOnceEach() throws Exception {
		List<Long> staying = new ArrayList<>();
		AtomicInteger started = new AtomicInteger();
		for (int i = 0; i < 3_000; i++) {
			staying.add(this.runtime.start(this::parkUntilFree).id());
			// Leaves places behind, so that those that stay are moved
			this.runtime.start(Coroutine::yield);
		}
		List<Coroutine> starters = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			starters.add(this.runtime.start(() -> {
				while (!this.free.get()) {
					started.incrementAndGet();
					this.runtime.start(Coroutine::yield);
					Coroutine.yield();
				}
			}));
		}
		while (started.get() < 1_000) {
			Thread.onSpinWait();
		}
		Set<Long> expected = new HashSet<>(staying);
		for (int i = 0; i < 100; i++) {
			List<Long> listed = this.runtime.coroutines().map(CoroutineInfo::id).toList();
			assertThat(listed.stream().filter(expected::contains).toList()).isEqualTo(staying);
			assertThat(new HashSet<>(listed)).hasSameSizeAs(listed);
		}
		this.free.set(true);
		for (Coroutine starter : starters) {
			starter.join();
		}
	}

	@Test
	void whenStacksAreLookedAtAgainAndAgainThenCountsAreRight() throws Exception {
		int count = 2_000;
		List<Coroutine> coroutines = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			coroutines.add(this.runtime.start(() -> {
				for (int j = 0; j < 20; j++) {
					Coroutine.yield();
				}
			}));
			coroutines.get(i / 2).stackTrace();
			coroutines.get(i).stackTrace();
		}
		for (Coroutine coroutine : coroutines) {
			coroutine.stackTrace();
			coroutine.join();
		}
		Eventually.until(() -> this.runtime.snapshot().live() == 0);
		assertThat(this.runtime.snapshot().modes().get(StackMode.SHARED).counts().finished()).isEqualTo(count);
	}

	@Test
	void whenOnlyCountedThenTheyAreNotShownAndTheRuntimeEndsThemAllTheSame() {
		CoroutineRuntime counting = builder().introspection(Introspection.COUNTING).start();
		Coroutine named = counting.coroutine().name("worker").start(IntrospectionTests::sleep);
		List<String> threads = new ArrayList<>();
		Coroutine unnamed = counting.start(() -> {
			threads.add(Thread.currentThread().getName());
			sleep();
		});
		CoroutineInfo info = awaitState(unnamed, CoroutineState.WAITING);
		assertThat(info.age()).isZero();
		assertThat(info.name()).isEqualTo(unnamed.name()).isEqualTo("coroutine-" + unnamed.id());
		assertThat(threads).containsExactly("coroutine");
		assertThat(named.name()).isEqualTo("worker");
		assertThat(counting.introspection()).isEqualTo(Introspection.COUNTING);
		assertThat(counting.snapshot().live()).isEqualTo(2);
		assertThatIllegalStateException().isThrownBy(counting::coroutines).withMessageContaining("FULL");
		assertThatIllegalStateException().isThrownBy(() -> counting.find(named.id())).withMessageContaining("FULL");
		assertThat(counting.shutdown(Duration.ofSeconds(60))).isZero();
		assertThat(named.isDone()).isTrue();
		assertThat(unnamed.isDone()).isTrue();
	}

}
