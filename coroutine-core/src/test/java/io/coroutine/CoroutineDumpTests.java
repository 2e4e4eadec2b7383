package io.coroutine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WorkingFor;
import io.coroutine.test.ChildProcess;
import io.coroutine.test.Eventually;
import io.coroutine.test.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Dumps of coroutines, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineDumpTests {

	private static final int ALL = 10_000;

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	private final AtomicBoolean free = new AtomicBoolean();

	private final List<Coroutine> started = new ArrayList<>();

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).loops(2).privateStackLimit(2).start();
	}

	@AfterEach
	void closeRuntime() {
		this.free.set(true);
		this.started.forEach((coroutine) -> coroutine.cancel());
		assertThat(this.runtime.shutdown(Duration.ofSeconds(60))).isZero();
	}

	private void here() {
		while (!this.free.get()) {
			LockSupport.park();
		}
	}

	private void there() {
		here();
	}

	private void spin() {
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

	private Coroutine start(Runnable task, CoroutineState state) {
		return start(task, StackMode.SHARED, state);
	}

	private Coroutine start(Runnable task, StackMode mode, CoroutineState state) {
		Coroutine coroutine = this.runtime.coroutine().stackMode(mode).start(task);
		this.started.add(coroutine);
		Live.await(coroutine, (info) -> info.state() == state);
		return coroutine;
	}

	private CoroutineDump dump(CoroutineFilter filter) {
		return this.runtime.dump(filter, ALL);
	}

	private static CoroutineFilter state(CoroutineState state) {
		return new CoroutineFilter(state, null, null, null, null, null);
	}

	private static CoroutineFilter path(String path) {
		return new CoroutineFilter(null, null, null, null, null, path);
	}

	private static List<Long> ids(CoroutineDump dump) {
		return dump.groups().stream().flatMap((group) -> group.examples().stream()).map(CoroutineInfo::id).toList();
	}

	@Test
	void whenStacksAreTheSameThenCoroutinesAreOneGroup() {
		List<Long> here = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			here.add(start(this::here, CoroutineState.WAITING).id());
		}
		Coroutine there = start(this::there, CoroutineState.WAITING);
		CoroutineDump dump = dump(CoroutineFilter.ALL);
		assertThat(dump.live()).isEqualTo(8);
		assertThat(dump.shown()).isEqualTo(8);
		assertThat(dump.omitted()).isZero();
		assertThat(dump.groups()).extracting(CoroutineDump.Group::count).containsExactly(7L, 1L);
		CoroutineDump.Group largest = dump.groups().getFirst();
		assertThat(largest.states()).isEqualTo(Map.of(CoroutineState.WAITING, 7L));
		assertThat(largest.waitingFor()).isEqualTo(Map.of(WaitKind.OTHER, 7L));
		assertThat(largest.stackModes()).isEqualTo(Map.of(StackMode.SHARED, 7L));
		assertThat(largest.examples()).extracting(CoroutineInfo::id).isEqualTo(here.subList(0, 5));
		assertThat(largest.frames()).anyMatch((frame) -> frame.getMethodName().equals("here"))
			.noneMatch((frame) -> frame.getMethodName().equals("there"));
		assertThat(largest.waitExample()).contains("here");
		CoroutineDump.Group other = dump.groups().getLast();
		assertThat(other.examples()).extracting(CoroutineInfo::id).containsExactly(there.id());
		assertThat(other.frames()).anyMatch((frame) -> frame.getMethodName().equals("there"));
	}

	@Test
	void whenLimitIsReachedThenSmallGroupsAreOnlyCounted() {
		start(this::there, CoroutineState.WAITING);
		start(this::here, CoroutineState.WAITING);
		start(this::here, CoroutineState.WAITING);
		CoroutineDump dump = this.runtime.dump(CoroutineFilter.ALL, 1);
		assertThat(dump.shown()).isEqualTo(2);
		assertThat(dump.omittedGroups()).isEqualTo(1);
		assertThat(dump.omitted()).isEqualTo(1);
	}

	@Test
	void whenFilteredByStateThenOthersAreNotShown() {
		Coroutine waiting = start(this::here, CoroutineState.WAITING);
		Coroutine suspended = start(() -> {
			try {
				Coroutine.suspend();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, CoroutineState.SUSPENDED);
		Coroutine running = start(this::spin, StackMode.PRIVATE, CoroutineState.RUNNING);
		assertThat(ids(dump(state(CoroutineState.WAITING)))).containsExactly(waiting.id());
		assertThat(ids(dump(state(CoroutineState.SUSPENDED)))).containsExactly(suspended.id());
		assertThat(ids(dump(state(CoroutineState.RUNNING)))).containsExactly(running.id());
		assertThat(ids(dump(state(CoroutineState.QUEUED)))).isEmpty();
	}

	@Test
	void whenCoroutineHasNoStackYetThenItIsShownWithoutFrames() {
		start(this::here, StackMode.PRIVATE, CoroutineState.WAITING);
		start(this::here, StackMode.PRIVATE, CoroutineState.WAITING);
		Coroutine queued = start(this::here, StackMode.PRIVATE, CoroutineState.QUEUED);
		CoroutineDump dump = dump(state(CoroutineState.QUEUED));
		assertThat(ids(dump)).containsExactly(queued.id());
		assertThat(dump.groups().getFirst().frames()).isEmpty();
		assertThat(dump.groups().getFirst().waitExample()).isEqualTo("a private stack");
	}

	@Test
	void whenFilteredByModeThenOthersAreNotShown() {
		Coroutine shared = start(this::here, CoroutineState.WAITING);
		Coroutine ownStack = start(this::here, StackMode.PRIVATE, CoroutineState.WAITING);
		assertThat(ids(dump(new CoroutineFilter(null, StackMode.SHARED, null, null, null, null))))
			.containsExactly(shared.id());
		assertThat(ids(dump(new CoroutineFilter(null, StackMode.PRIVATE, null, null, null, null))))
			.containsExactly(ownStack.id());
	}

	@Test
	void whenFilteredByLoopThenOthersAreNotShown() {
		start(this::here, CoroutineState.WAITING);
		start(this::here, CoroutineState.WAITING);
		List<Integer> loops = this.runtime.coroutines().map(CoroutineInfo::loop).toList();
		for (int loop = 0; loop < 2; loop++) {
			int index = loop;
			CoroutineDump dump = dump(new CoroutineFilter(null, null, loop, null, null, null));
			assertThat(dump.shown())
				.isEqualTo(loops.stream().filter((found) -> found != null && found == index).count());
		}
		assertThat(dump(new CoroutineFilter(null, null, 2, null, null, null)).shown()).isZero();
	}

	@Test
	void whenFilteredByWaitThenTheStackTellsIfNothingElseDoes() {
		Coroutine sleeping = start(CoroutineDumpTests::sleep, CoroutineState.WAITING);
		Coroutine parked = start(this::here, CoroutineState.WAITING);
		Coroutine joining = start(() -> {
			try {
				parked.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, CoroutineState.WAITING);
		assertThat(ids(dump(new CoroutineFilter(null, null, null, WaitKind.SLEEP, null, null))))
			.containsExactly(sleeping.id());
		assertThat(ids(dump(new CoroutineFilter(null, null, null, WaitKind.OTHER, null, null))))
			.containsExactly(parked.id());
		assertThat(ids(dump(new CoroutineFilter(null, null, null, WaitKind.JOIN, null, null))))
			.containsExactly(joining.id());
	}

	@Test
	void whenFilteredByAgeThenYoungerOnesAreNotShown() {
		Coroutine old = start(this::here, CoroutineState.WAITING);
		Duration age = Duration.ofMillis(60);
		Live.await(old, (info) -> info.age().compareTo(age.multipliedBy(2)) > 0);
		Duration limit = old.info().orElseThrow().age();
		assertThat(ids(dump(new CoroutineFilter(null, null, null, null, limit, null)))).containsExactly(old.id());
		assertThat(ids(dump(new CoroutineFilter(null, null, null, null, Duration.ofDays(1), null)))).isEmpty();
	}

	@Test
	void whenFilteredByPathThenOnlyRequestsBelowItAreShown() {
		Coroutine order = start(new Request("/orders/17"), CoroutineState.WAITING);
		Coroutine orders = start(new Request("/orders"), CoroutineState.WAITING);
		start(new Request("/ordersheets"), CoroutineState.WAITING);
		start(this::here, CoroutineState.WAITING);
		assertThat(ids(dump(path("/orders")))).containsExactly(order.id(), orders.id());
		assertThat(ids(dump(path("/orders/")))).containsExactly(order.id());
		assertThat(ids(dump(path("/orders/1")))).isEmpty();
		assertThat(dump(path("/orders")).groups().getFirst().examples()).extracting(CoroutineInfo::workingFor)
			.extracting(String::valueOf)
			.containsExactly("GET /orders/17", "GET /orders");
	}

	@Test
	void whenVeryManyLookAlikeThenNotAllAreReadButAllAreCounted() {
		startMany(500, (i) -> new Fork(true));
		CoroutineDump.Group group = dump(CoroutineFilter.ALL).groups().getFirst();
		assertThat(group.count()).isEqualTo(500);
		assertThat(group.inferred()).isBetween(1L, 436L);
		assertThat(group.states()).isEqualTo(Map.of(CoroutineState.WAITING, 500L));
		assertThat(group.waitingFor()).isEqualTo(Map.of(WaitKind.OTHER, 500L));
		assertThat(dump(new CoroutineFilter(null, null, null, WaitKind.OTHER, null, null)).shown()).isEqualTo(500);
		assertThat(dump(new CoroutineFilter(null, null, null, WaitKind.LOCK, null, null)).shown()).isZero();
	}

	/**
	 * In a JVM without JIT compilers, which make frames of the same method differ in
	 * size: then some of one kind may look like the other kind only.
	 */
	@Test
	void whenStacksDifferThoughTheyLookAlikeThenAllAreRead() throws Exception {
		assertThat(ChildProcess.run(LookAlike.class, List.of("-Xint"), this.engine.name()))
			.containsExactly("200 members, 0 of them inferred", "200 members, 0 of them inferred");
	}

	@Test
	void whenRequestsAreOfSeveralKindsThenTheyAreToldApart() {
		startMany(400, (i) -> new Request((i < 200) ? "/orders/" + i : "/products/" + i));
		CoroutineDump dump = dump(CoroutineFilter.ALL);
		assertThat(dump.groups()).hasSize(1);
		assertThat(dump.groups().getFirst().count()).isEqualTo(400);
		assertThat(dump(path("/orders")).shown()).isEqualTo(200);
		assertThat(dump(path("/orders/17")).shown()).isEqualTo(1);
	}

	private void startMany(int count, IntFunction<Runnable> tasks) {
		for (int i = 0; i < count; i++) {
			this.started.add(this.runtime.start(tasks.apply(i)));
		}
		Eventually.until(() -> dump(state(CoroutineState.WAITING)).shown() == count);
	}

	@Test
	void whenCodeRunsOnAnotherStackThenItsFramesComeFirst() {
		Coroutine coroutine = start(() -> Blocking.run(this::here), CoroutineState.WAITING);
		Eventually.until(() -> frames(coroutine).contains("here"));
		List<String> frames = frames(coroutine);
		assertThat(frames.indexOf("here")).isLessThan(frames.indexOf("await"));
		CoroutineDump dump = dump(new CoroutineFilter(null, null, null, WaitKind.BLOCKING, null, null));
		assertThat(ids(dump)).containsExactly(coroutine.id());
		assertThat(dump.groups().getFirst().waitExample()).startsWith("blocking code in thread #");
	}

	private static List<String> frames(Coroutine coroutine) {
		return coroutine.stack().orElseThrow().frames().stream().map(StackTraceElement::getMethodName).toList();
	}

	@Test
	void whenCoroutinesComeAndGoThenEachDumpIsOfOnesThatLived() throws Exception {
		Coroutine stays = start(this::here, CoroutineState.WAITING);
		AtomicBoolean done = new AtomicBoolean();
		Thread starter = Thread.ofPlatform().start(() -> {
			while (!done.get()) {
				try {
					this.runtime.start(Thread::yield).join();
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		});
		try {
			for (int i = 0; i < 200; i++) {
				CoroutineDump dump = dump(CoroutineFilter.ALL);
				assertThat(ids(dump)).contains(stays.id()).doesNotHaveDuplicates();
				assertThat(dump.shown()).isLessThanOrEqualTo(dump.live());
			}
		}
		finally {
			done.set(true);
			starter.join();
		}
		Live.awaitAtMost(this.runtime, 1);
	}

	@Test
	void whenCoroutineHasEndedThenThereIsNoStack() throws Exception {
		Coroutine coroutine = this.runtime.start(() -> {
		});
		coroutine.join();
		assertThat(coroutine.stack()).isEmpty();
	}

	@Test
	void whenCallerIsInterruptedThenTheDumpEnds() {
		start(this::here, CoroutineState.WAITING);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> dump(CoroutineFilter.ALL));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void whenCoroutinesAreOnlyCountedThenThereIsNoDump() {
		try (CoroutineRuntime counting = CoroutineRuntime.builder()
			.engine(this.engine)
			.introspection(Introspection.COUNTING)
			.start()) {
			assertThatIllegalStateException().isThrownBy(() -> counting.dump(CoroutineFilter.ALL, ALL))
				.withMessageContaining("coroutine.introspection=full");
		}
	}

	/**
	 * Dumps coroutines that wait on two ways which look alike from outside.
	 */
	static final class LookAlike {

		private LookAlike() {
		}

		static void main(String[] arguments) {
			CoroutineDumpTests tests = new CoroutineDumpTests();
			tests.engine = EngineChoice.valueOf(arguments[0]);
			tests.startRuntime();
			tests.startMany(400, (i) -> tests.new Fork(i % 2 == 0));
			for (CoroutineDump.Group group : tests.dump(CoroutineFilter.ALL).groups()) {
				System.out.println(group.count() + " members, " + group.inferred() + " of them inferred");
			}
			tests.closeRuntime();
		}

	}

	/**
	 * Waits on one of two ways that look alike from outside.
	 */
	private final class Fork implements Runnable {

		private final boolean left;

		Fork(boolean left) {
			this.left = left;
		}

		@Override
		public void run() {
			if (this.left) {
				here();
			}
			else {
				here();
			}
		}

	}

	/**
	 * Waits on behalf of a request.
	 */
	private final class Request implements Runnable, WorkReason {

		private final String path;

		Request(String path) {
			this.path = path;
		}

		@Override
		public void run() {
			here();
		}

		@Override
		public WorkingFor describeWork() {
			return new WorkingFor("GET", this.path, null);
		}

	}

}
