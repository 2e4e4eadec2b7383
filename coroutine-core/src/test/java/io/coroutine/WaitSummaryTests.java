package io.coroutine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.WaitSummary.Group;
import io.coroutine.snapshot.WaitKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class WaitSummaryTests {

	private static final int ALL = 1_000_000;

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).loops(2).start();
	}

	@AfterEach
	void closeRuntime() {
		assertThat(this.runtime.shutdown(Duration.ofSeconds(60))).isZero();
	}

	@Test
	void whenCoroutinesWaitForTheSameThenTheyAreOneGroup() throws Exception {
		ReentrantLock lock = new ReentrantLock();
		lock.lock();
		for (int i = 0; i < 5; i++) {
			this.runtime.start(() -> {
				lock.lock();
				lock.unlock();
			});
		}
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			CompletableFuture<Void> future = new CompletableFuture<>();
			this.runtime.start(future::join);
			futures.add(future);
		}
		Coroutine sleeper = this.runtime.start(WaitSummaryTests::sleep);
		for (int i = 0; i < 3; i++) {
			this.runtime.coroutine().name("joins-" + i).start(() -> join(sleeper));
		}
		WaitSummary summary = awaitWaiting(13);
		assertThat(summary.looked()).isEqualTo(13);
		assertThat(summary.groups()).extracting(Group::count).containsExactly(5, 4, 3, 1);
		assertThat(summary.groups()).extracting(Group::kind)
			.startsWith(WaitKind.LOCK)
			.containsExactlyInAnyOrder(WaitKind.LOCK, summary.groups().get(1).kind(), WaitKind.JOIN, WaitKind.SLEEP);
		assertThat(summary.groups().getFirst().text()).contains("ReentrantLock").contains("@");
		assertThat(summary.groups().get(1).text()).contains("CompletableFuture").doesNotContain("@");
		assertThat(summary.groups().get(2).text()).isEqualTo("end of a coroutine");
		lock.unlock();
		futures.forEach((future) -> future.complete(null));
	}

	@Test
	void whenThereAreMoreThanTheSampleThenAboutAsManyAreLookedAt() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		for (int i = 0; i < 20_000; i++) {
			this.runtime.start(() -> await(end));
		}
		awaitWaiting(20_000);
		WaitSummary summary = this.runtime.waits(1_000);
		// Each chunk of 1024 gives 51 or 52, the last ones of the loops perhaps none
		assertThat(summary.looked()).isBetween(900, 1_100);
		assertThat(summary.waiting()).isEqualTo(summary.looked());
		assertThat(summary.groups()).singleElement().extracting(Group::kind).isEqualTo(WaitKind.CONDITION);
		// To interrupt so many would take long, as each goes through the line of the
		// others
		end.countDown();
	}

	@Test
	void whenSampleIsEmptyThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.runtime.waits(0));
		assertThat(this.runtime.waits(1)).isEqualTo(new WaitSummary(0, 0, List.of()));
	}

	private WaitSummary awaitWaiting(int count) throws InterruptedException {
		long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		WaitSummary summary = this.runtime.waits(ALL);
		while (summary.waiting() != count) {
			assertThat(System.nanoTime() - deadline).as("time is up: %s", summary).isNegative();
			Thread.sleep(5);
			summary = this.runtime.waits(ALL);
		}
		return summary;
	}

	private static void sleep() {
		try {
			Thread.sleep(Duration.ofMinutes(5));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void join(Coroutine other) {
		try {
			other.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
