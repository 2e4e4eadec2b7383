package io.coroutine.internal.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.snapshot.NameLookupCounts;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Look-ups of coroutines with a name service that answers when the test lets it, on both
 * engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class NameLookupsTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final int POLICY = LookupPolicy.IPV4;

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	private final FakeNameService names = new FakeNameService();

	private NameLookups lookups = new NameLookups(LONG, 4);

	@BeforeEach
	void start() {
		this.runtime = CoroutineRuntime.builder()
			.engine(this.engine)
			.loops(1)
			.stallThreshold(Duration.ofHours(1))
			.start();
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.names.allow(1_000);
		this.lookups.close();
		this.runtime.close();
		Eventually.until(() -> lookupThreads() == 0);
	}

	private static long lookupThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("coroutine-names-"))
			.count();
	}

	private Task<List<InetAddress>> ask(String host) {
		return ask(host, POLICY);
	}

	private Task<List<InetAddress>> ask(String host, int policy) {
		return ask(new NameQuestion.AddressesOf(host, policy));
	}

	private <T> Task<T> ask(NameQuestion<T> question) {
		return ThreadKind.COROUTINE.begin(this.runtime, () -> this.lookups.ask(question, this.names));
	}

	private static InetAddress address(String host, int number) throws UnknownHostException {
		return InetAddress.getByAddress(host, new byte[] { 10, 0, 0, (byte) number });
	}

	@Test
	void whenManyAskTheSameThenItIsLookedUpOnceOnThreadOfItsOwn() throws Exception {
		List<Task<List<InetAddress>>> tasks = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			tasks.add(ask("db.example"));
		}
		for (Task<?> task : tasks) {
			task.awaitWaiting();
		}
		this.names.allow(1);
		for (Task<List<InetAddress>> task : tasks) {
			assertThat(task.get()).containsExactly(address("db.example", 1));
		}
		assertThat(this.names.asked()).containsExactly("db.example 1");
		assertThat(this.names.threads()).allMatch((name) -> name.matches("coroutine-names-\\d+"));
	}

	@Test
	void whenAskedThenEachCallerIsCounted() throws Exception {
		Task<?> first = ask("db.example").awaitWaiting();
		Task<?> second = ask("db.example").awaitWaiting();
		assertThat(this.lookups.counts()).isEqualTo(new NameLookupCounts(2, 0, 0, 0));
		this.names.allow(1);
		first.get();
		second.get();
		assertThat(this.lookups.counts()).isEqualTo(new NameLookupCounts(0, 2, 0, 0));
	}

	@Test
	void whenAskedAgainAfterTheAnswerThenNothingIsKept() throws Exception {
		this.names.allow(2);
		assertThat(ask("db.example").get()).containsExactly(address("db.example", 1));
		assertThat(ask("db.example").get()).containsExactly(address("db.example", 2));
	}

	@Test
	void whenPolicyDiffersThenEachIsLookedUp() throws Exception {
		Task<?> first = ask("db.example", LookupPolicy.IPV4);
		Task<?> second = ask("db.example", LookupPolicy.IPV4 | LookupPolicy.IPV6);
		Eventually.until(() -> this.names.running() == 2);
		this.names.allow(2);
		first.get();
		second.get();
		assertThat(this.names.asked()).containsExactlyInAnyOrder("db.example 1", "db.example 3");
	}

	@Test
	void whenManyAskForTheNameOfAnAddressThenItIsLookedUpOnce() throws Exception {
		List<Task<String>> tasks = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			tasks.add(ask(new NameQuestion.NameOf(InetAddress.getByAddress(new byte[] { 10, 1, 2, 3 }))));
		}
		for (Task<?> task : tasks) {
			task.awaitWaiting();
		}
		this.names.allow(1);
		for (Task<String> task : tasks) {
			assertThat(task.get()).isEqualTo("host-1.example");
		}
		assertThat(this.names.asked()).containsExactly("10.1.2.3");
	}

	@Test
	void whenThereAreTooManyThenTheOthersAreQueued() throws Exception {
		List<Task<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			tasks.add(ask("host-" + i).awaitWaiting());
		}
		for (int left = 10; left > 0; left--) {
			int running = Math.min(left, 4);
			int asked = 10 - left + running;
			Eventually.until(() -> this.names.asked().size() == asked && this.names.running() == running);
			this.names.allow(1);
		}
		for (Task<?> task : tasks) {
			task.get();
		}
	}

	@Test
	void whenLookupsEndThenTheirThreadsEndToo() throws Exception {
		this.names.allow(3);
		for (int i = 0; i < 3; i++) {
			ask("host-" + i).get();
		}
		Eventually.until(() -> lookupThreads() == 0);
		this.names.allow(1);
		assertThat(ask("db.example").get()).hasSize(1);
	}

	@Test
	void whenNameServiceIsTooSlowThenCallerIsToldWhatToSet() throws Exception {
		String message;
		// With more and more time if the thread of the look-up has not even begun in time
		Duration timeout = SHORT;
		do {
			this.lookups = new NameLookups(timeout, 4);
			message = catchThrowableOfType(UnknownHostException.class, ask("db.example")::get).getMessage();
			assertThat(message).startsWith("db.example: the look-up timed out after " + timeout.toMillis() + " ms ");
			timeout = timeout.multipliedBy(2);
		}
		while (message.contains(" before its turn had come"));
		assertThat(message).endsWith(" ms without an answer of the name service; to wait longer set "
				+ "coroutine.hooks.name-service.timeout");
	}

	@Test
	void whenLookupHasTimedOutThenItsThreadCountsUntilItEnds() throws Exception {
		this.lookups = new NameLookups(SHORT, 1);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(ask("stuck.example")::get);
		Eventually.until(() -> this.names.running() == 1);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(ask("queued.example")::get)
			.withMessage("queued.example: the look-up timed out after 50 ms before its turn had come, as 1 may run at "
					+ "once; to allow more set coroutine.hooks.name-service.max-concurrent");
		assertThat(this.names.asked()).containsExactly("stuck.example 1");
		this.names.allow(2);
		Eventually.until(() -> this.names.running() == 0);
		Eventually.until(() -> answers("next.example"));
		assertThat(this.names.asked()).as("Taken out of the queue").doesNotContain("queued.example 1");
	}

	private boolean answers(String host) {
		try {
			this.names.allow(1);
			return !ask(host).get().isEmpty();
		}
		catch (UnknownHostException ex) {
			return false;
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void whenLookupHasTimedOutThenNextCallerBeginsAnew() throws Exception {
		this.lookups = new NameLookups(SHORT, 4);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(ask("db.example")::get);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(ask("db.example")::get);
		// Both threads are waited for, which may begin late
		Eventually.until(() -> this.names.running() == 2);
		assertThat(this.names.asked()).containsExactly("db.example 1", "db.example 1");
	}

	@Test
	void whenCallerIsCancelledThenAllGetTheAnswerAndItsInterruptIsKept() throws Exception {
		List<Boolean> interrupted = new ArrayList<>();
		Task<List<InetAddress>> cancelled = ThreadKind.COROUTINE.begin(this.runtime, () -> {
			List<InetAddress> found = this.lookups.ask(new NameQuestion.AddressesOf("db.example", POLICY), this.names);
			interrupted.add(Thread.interrupted());
			return found;
		});
		cancelled.awaitWaiting();
		Task<List<InetAddress>> other = ask("db.example").awaitWaiting();
		cancelled.interrupt();
		cancelled.awaitWaiting();
		assertThat(cancelled.isDone()).isFalse();
		this.names.allow(1);
		assertThat(cancelled.get()).isEqualTo(other.get()).hasSize(1);
		assertThat(interrupted).containsExactly(true);
	}

	@Test
	void whenCallerIsInterruptedBeforeThenItGetsTheAnswer() throws Exception {
		this.names.allow(1);
		Task<Boolean> task = ThreadKind.COROUTINE.begin(this.runtime, () -> {
			Thread.currentThread().interrupt();
			assertThat(this.lookups.ask(new NameQuestion.AddressesOf("db.example", POLICY), this.names)).hasSize(1);
			return Thread.interrupted();
		});
		assertThat(task.get()).isTrue();
	}

	@Test
	void whenHostIsUnknownThenEachCallerHasItsOwnException() throws Exception {
		UnknownHostException unknown = new UnknownHostException("db.example: Name or service not known");
		this.names.failWith(unknown);
		Task<?> first = ask("db.example").awaitWaiting();
		Task<?> second = ask("db.example").awaitWaiting();
		this.names.allow(1);
		List<Exception> thrown = new ArrayList<>();
		for (Task<?> task : List.of(first, second)) {
			assertThatExceptionOfType(UnknownHostException.class).isThrownBy(task::get)
				.withMessage("db.example: Name or service not known")
				.havingCause()
				.isSameAs(unknown);
			try {
				task.get();
			}
			catch (UnknownHostException ex) {
				thrown.add(ex);
			}
		}
		assertThat(thrown.get(0)).isNotSameAs(thrown.get(1));
		assertThat(this.names.asked()).hasSize(1);
	}

	@Test
	void whenNameServiceBreaksThenHostIsUnknown() {
		for (Throwable failure : List.of(new IllegalStateException("broken"), new CancellationException("broken"),
				new StackOverflowError("broken"))) {
			this.names.failWith(failure);
			this.names.allow(1);
			assertThatExceptionOfType(UnknownHostException.class).isThrownBy(ask("db.example")::get)
				.withMessage("db.example: the look-up failed")
				.withRootCauseInstanceOf(failure.getClass());
		}
	}

	@Test
	void whenNoThreadCanBeStartedThenHostIsUnknownAndNextLookupSucceeds() throws Exception {
		boolean[] exhausted = { true };
		this.lookups = new NameLookups(LONG, 4, (task) -> {
			if (exhausted[0]) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return Thread.ofPlatform().daemon().name("coroutine-names-test").unstarted(task);
		});
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(ask("db.example")::get)
			.withMessage("db.example: the look-up failed, as no thread could be started for it")
			.withRootCauseInstanceOf(OutOfMemoryError.class);
		exhausted[0] = false;
		this.names.allow(1);
		assertThat(ask("db.example").get()).hasSize(1);
	}

	@Test
	void whenClosedThenAllWhoWaitAreLetGo() throws Exception {
		this.lookups = new NameLookups(LONG, 1);
		Task<?> running = ask("running.example").awaitWaiting();
		Eventually.until(() -> this.names.running() == 1);
		Task<?> queued = ask("queued.example").awaitWaiting();
		this.lookups.close();
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(running::get)
			.withMessageContaining("running.example: the look-up was given up, as the name service hook is closed");
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(queued::get)
			.withMessageContaining("queued.example: the look-up was given up, as the name service hook is closed");
		this.names.allow(1);
		Eventually.until(() -> this.names.running() == 0);
		assertThat(this.names.asked()).containsExactly("running.example 1");
	}

	@Test
	void whenClosedThenCallersLookUpThemselves() throws Exception {
		this.lookups.close();
		this.names.allow(1);
		assertThat(ask("db.example").get()).hasSize(1);
		assertThat(this.names.threads()).allMatch((name) -> name.matches("coroutine-\\d+"));
	}

	@Test
	void whenThousandsAskAndSomeGiveUpThenEachHasAnAnswerOrException() throws Exception {
		this.lookups = new NameLookups(Duration.ofMillis(20), 8);
		List<Task<List<InetAddress>>> tasks = new ArrayList<>();
		for (int i = 0; i < 3_000; i++) {
			tasks.add(ask("host-" + i % 40));
			if (i % 10 == 0) {
				this.names.allow(1);
				TimeUnit.MICROSECONDS.sleep(100);
			}
		}
		int answered = 0;
		for (int i = 0; i < tasks.size(); i++) {
			try {
				assertThat(tasks.get(i).get()).singleElement()
					.extracting(InetAddress::getHostName)
					.isEqualTo("host-" + i % 40);
				answered++;
			}
			catch (UnknownHostException ex) {
				assertThat(ex).hasMessageContaining("timed out after 20 ms");
			}
		}
		assertThat(answered).isPositive();
		this.names.allow(3_000);
		Eventually.until(() -> answers("db.example"));
	}

}
