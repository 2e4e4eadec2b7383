package io.coroutine.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CoroutinesHealthIndicator}.
 */
class CoroutinesHealthIndicatorTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final AdmissionGates gates = AdmissionGates.create();

	@Test
	void whenAllIsWellThenUp() {
		this.gates.add(AdmissionGate.builder("orders", 1).build());
		try (CoroutineRuntime runtime = runtime(EngineChoice.EVENT_LOOP)) {
			Health health = indicator(runtime, Duration.ZERO, Duration.ZERO).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsExactly(Map.entry("engine", "event-loop"),
					Map.entry("stalledLoops", List.of()), Map.entry("sheddingGates", List.of()));
		}
	}

	@Test
	void whenThereAreNoLoopsThenGatesCount() {
		try (CoroutineRuntime runtime = runtime(EngineChoice.PORTABLE)) {
			CoroutinesHealthIndicator indicator = indicator(runtime, Duration.ZERO, Duration.ZERO);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			AdmissionGate full = full("orders");
			assertThat(awaitShedding(indicator, full).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		}
	}

	@Test
	void whenALoopIsStalledWithoutSpareCarrierThenOutOfServiceUntilItMoves() throws Exception {
		try (CoroutineRuntime runtime = runtime(EngineChoice.EVENT_LOOP)) {
			CoroutinesHealthIndicator indicator = indicator(runtime, Duration.ofMillis(1), LONG);
			CoroutinesHealthIndicator patient = indicator(runtime, LONG, LONG);
			CountDownLatch running = new CountDownLatch(1);
			CountDownLatch free = new CountDownLatch(1);
			Coroutine hog = runtime.start(() -> {
				running.countDown();
				while (free.getCount() > 0) {
					Thread.onSpinWait();
				}
			});
			running.await();
			Coroutine waiting = runtime.start(Thread::yield);
			Health health = await(indicator, (found) -> found.getStatus().equals(Status.OUT_OF_SERVICE));
			assertThat(health.getDetails()).containsEntry("stalledLoops", List.of(0))
				.containsEntry("sheddingGates", List.of());
			assertThat(patient.health().getStatus()).isEqualTo(Status.UP);
			free.countDown();
			hog.join();
			waiting.join();
			Health moved = await(indicator, (found) -> found.getStatus().equals(Status.UP));
			assertThat(moved.getDetails()).containsEntry("stalledLoops", List.of());
		}
	}

	@Test
	void whenAGateTurnsCallersAwayForTooLongThenOutOfServiceWithItsName() {
		this.gates.add(AdmissionGate.builder("calm", 1).build());
		AdmissionGate requests = full("requests");
		AdmissionGate dataSource = full("dataSource");
		try (CoroutineRuntime runtime = runtime(EngineChoice.PORTABLE)) {
			Health health = awaitShedding(indicator(runtime, LONG, Duration.ofMillis(1)), requests, dataSource);
			assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(health.getDetails()).containsEntry("sheddingGates", List.of("dataSource", "requests"));
			assertThat(indicator(runtime, LONG, LONG).health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void whenNobodyIsTurnedAwayAnyMoreThenUpByItself() {
		AdmissionGate full = full("requests");
		try (CoroutineRuntime runtime = runtime(EngineChoice.PORTABLE)) {
			CoroutinesHealthIndicator indicator = indicator(runtime, LONG, Duration.ofMillis(1));
			awaitShedding(indicator, full);
			await(indicator, (found) -> found.getStatus().equals(Status.UP));
		}
	}

	private CoroutinesHealthIndicator indicator(CoroutineRuntime runtime, Duration maxStall, Duration maxShedding) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("gates", this.gates));
		return CoroutinesHealthIndicator.of(runtime, beans.getBeanProvider(AdmissionGates.class), maxStall,
				maxShedding);
	}

	/**
	 * Add a gate whose only place is taken.
	 */
	private AdmissionGate full(String name) {
		AdmissionGate gate = AdmissionGate.builder(name, 1).queueLimit(0).build();
		assertThat(gate.tryAcquire()).isTrue();
		this.gates.add(gate);
		return gate;
	}

	/**
	 * Have gates turn callers away until all of them have done so for too long, at the
	 * same time: after a pause of some seconds a gate would not any more.
	 */
	private static Health awaitShedding(CoroutinesHealthIndicator indicator, AdmissionGate... gates) {
		return await(indicator, (found) -> {
			for (AdmissionGate gate : gates) {
				assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(gate::acquire);
			}
			return ((List<?>) found.getDetails().get("sheddingGates")).size() == gates.length;
		});
	}

	/**
	 * Look until it is as it should be.
	 * @return what was seen then
	 */
	private static Health await(CoroutinesHealthIndicator indicator, Predicate<Health> expected) {
		long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
		Health health = indicator.health();
		while (!expected.test(health)) {
			assertThat(System.nanoTime() - end).as("It happens within a minute").isNegative();
			sleep();
			health = indicator.health();
		}
		return health;
	}

	private static void sleep() {
		try {
			Thread.sleep(10);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static CoroutineRuntime runtime(EngineChoice engine) {
		return CoroutineRuntime.builder()
			.engine(engine)
			.loops(1)
			.spareCarriers(0)
			.stallThreshold(Duration.ofMillis(5))
			.start();
	}

}
