package io.coroutine.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineInfo;
import io.coroutine.EngineChoice;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link AdmissionGate}.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class AdmissionGateTests extends EngineContract {

	private final AdmissionGate gate = AdmissionGate.builder("test", 2).queueLimit(3).longestWait(LONG).build();

	@Test
	void whenPermitsAreFreeThenAcquiresAsManyAsTheLimit() throws Exception {
		this.gate.acquire();
		assertThat(this.gate.tryAcquire()).isTrue();
		assertThat(this.gate.tryAcquire()).isFalse();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(2);
		this.gate.release();
		assertThat(this.gate.tryAcquire()).isTrue();
		assertThat(this.gate.snapshot().admitted()).isEqualTo(3);
		assertThat(this.gate.snapshot().waited()).isZero();
	}

	@Test
	void whenAPermitIsReleasedThenTheFirstThatWaitsGetsIt() throws Exception {
		takeAll();
		List<Integer> order = new CopyOnWriteArrayList<>();
		List<Future<?>> waiters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			int number = i;
			waiters.add(inThread(() -> {
				this.gate.acquire();
				order.add(number);
				this.gate.release();
				return null;
			}));
			awaitQueued(i + 1);
		}
		this.gate.release();
		for (Future<?> waiter : waiters) {
			Eventually.get(waiter);
		}
		assertThat(order).containsExactly(0, 1, 2);
		AdmissionSnapshot snapshot = this.gate.snapshot();
		assertThat(snapshot.waited()).isEqualTo(3);
		assertThat(snapshot.longestWait()).isPositive().isLessThanOrEqualTo(snapshot.totalWait());
	}

	@Test
	void whenCoroutinesWaitThenEachGetsAPermit() throws Exception {
		takeAll();
		List<Future<?>> waiters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			waiters.add(inCoroutine(() -> {
				this.gate.acquire();
				this.gate.release();
				return null;
			}));
		}
		awaitQueued(3);
		this.gate.release();
		for (Future<?> waiter : waiters) {
			Eventually.get(waiter);
		}
		assertThat(this.gate.snapshot().inUse()).isEqualTo(1);
	}

	@Test
	void whenTheQueueIsFullThenRejectsAtOnce() throws Exception {
		takeAll();
		List<Coroutine> waiters = fillQueue();
		assertRejected(Reason.QUEUE_FULL, this.gate::acquire)
			.withMessageContaining("'test' lets 2 in at once, and 3 wait");
		waiters.forEach(Coroutine::cancel);
		awaitQueued(0);
	}

	@Test
	void whenThereIsNoQueueThenRejectsAtOnce() {
		AdmissionGate strict = AdmissionGate.builder("strict", 1).queueLimit(0).build();
		assertThat(strict.tryAcquire()).isTrue();
		assertRejected(Reason.QUEUE_FULL, strict::acquire);
	}

	@Test
	void whenNoTurnComesInTimeThenRejects() throws Exception {
		takeAll();
		Future<?> coroutine = inCoroutine(() -> {
			this.gate.acquire(SHORT);
			return null;
		});
		assertThatThrownBy(() -> Eventually.get(coroutine)).isInstanceOf(AdmissionRejectedException.class)
			.hasMessageContaining("no turn came within");
		assertRejected(Reason.WAITED_TOO_LONG, () -> this.gate.acquire(SHORT));
		assertRejected(Reason.WAITED_TOO_LONG, () -> this.gate.acquire(Duration.ZERO));
		AdmissionSnapshot snapshot = this.gate.snapshot();
		assertThat(snapshot.rejected()).containsEntry(Reason.WAITED_TOO_LONG, 3L);
		assertThat(snapshot.queued()).isZero();
		assertThat(snapshot.inUse()).isEqualTo(2);
	}

	@Test
	void whenTheLongestWaitIsBeyondAllTimeThenWaits() throws Exception {
		takeAll();
		Future<?> waiter = inCoroutine(() -> {
			this.gate.acquire(Duration.ofSeconds(Long.MAX_VALUE));
			return null;
		});
		awaitQueued(1);
		this.gate.release();
		Eventually.get(waiter);
	}

	@Test
	void whenCancelledWhileQueuedThenThePlaceIsFree() throws Exception {
		takeAll();
		List<Coroutine> waiters = fillQueue();
		waiters.get(1).cancel();
		awaitQueued(2);
		Eventually.isTrue(() -> this.gate.snapshot().cancelled() == 1);
		waiters.get(0).cancel();
		waiters.get(2).cancel();
		awaitQueued(0);
		this.gate.release();
		assertThat(this.gate.tryAcquire()).isTrue();
	}

	@Test
	void whenInterruptedBeforeThenTakesNoPermit() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(this.gate::acquire);
		assertThat(this.gate.snapshot().inUse()).isZero();
	}

	@Test
	void whenTheLimitIsRaisedThenThoseWhoWaitAreLetIn() throws Exception {
		takeAll();
		Semaphore in = new Semaphore(0);
		List<Future<?>> waiters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			waiters.add(inCoroutine(() -> {
				this.gate.acquire();
				in.release();
				return null;
			}));
		}
		awaitQueued(3);
		this.gate.limit(4);
		assertThat(in.tryAcquire(2, LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(this.gate.snapshot().queued()).isEqualTo(1);
		assertThat(this.gate.snapshot().inUse()).isEqualTo(4);
		this.gate.release();
		for (Future<?> waiter : waiters) {
			Eventually.get(waiter);
		}
	}

	@Test
	void whenTheLimitIsLoweredThenTheExcessDrains() throws Exception {
		this.gate.limit(5);
		for (int i = 0; i < 5; i++) {
			assertThat(this.gate.tryAcquire()).isTrue();
		}
		this.gate.limit(1);
		assertThat(this.gate.snapshot().inUse()).isEqualTo(5);
		Future<?> waiter = inCoroutine(() -> {
			this.gate.acquire();
			return null;
		});
		awaitQueued(1);
		for (int i = 0; i < 4; i++) {
			this.gate.release();
			assertThat(this.gate.snapshot().queued()).isEqualTo(1);
		}
		this.gate.release();
		Eventually.get(waiter);
		assertThat(this.gate.tryAcquire()).isFalse();
		this.gate.release();
		assertThat(this.gate.snapshot().inUse()).isZero();
	}

	@Test
	void whenClosedThenRejectsThoseWhoWaitAndThoseWhoCome() throws Exception {
		takeAll();
		Future<?> waiter = inCoroutine(() -> {
			this.gate.acquire();
			return null;
		});
		awaitQueued(1);
		this.gate.close();
		this.gate.close();
		assertRejected(Reason.CLOSED, () -> Eventually.get(waiter));
		assertRejected(Reason.CLOSED, this.gate::acquire);
		this.gate.release();
		this.gate.release();
		assertThat(this.gate.tryAcquire()).isFalse();
		assertThat(this.gate.snapshot().inUse()).isZero();
	}

	@Test
	void whenCallersAreTurnedAwayAgainAndAgainThenTellsForHowLong() throws Exception {
		takeAll();
		Eventually.isTrue(() -> {
			assertRejected(Reason.WAITED_TOO_LONG, () -> this.gate.acquire(Duration.ZERO));
			return this.gate.shedding().isPositive();
		});
	}

	@Test
	void whenTheGateIsClosedThenThatIsNoShedding() throws Exception {
		this.gate.close();
		long until = System.nanoTime() + 2 * SheddingPeriod.GRAIN_NANOS;
		while (System.nanoTime() - until < 0) {
			assertRejected(Reason.CLOSED, this.gate::acquire);
			TimeUnit.MILLISECONDS.sleep(10);
		}
		assertThat(this.gate.shedding()).isZero();
	}

	@Test
	void whenAcquiredAnywayThenNobodyIsLetInUntilThatIsMadeUpFor() throws Exception {
		takeAll();
		this.gate.acquireAnyway();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(3);
		Future<?> waiter = inCoroutine(() -> {
			this.gate.acquire();
			return null;
		});
		awaitQueued(1);
		this.gate.release();
		assertThat(this.gate.snapshot().queued()).isEqualTo(1);
		this.gate.release();
		Eventually.get(waiter);
		assertThat(this.gate.snapshot().inUse()).isEqualTo(2);
		this.gate.close();
		assertRejected(Reason.CLOSED, this.gate::acquireAnyway);
	}

	@Test
	void whenReleasedOnceTooOftenThenFails() throws Exception {
		this.gate.acquire();
		this.gate.release();
		assertThatIllegalStateException().isThrownBy(this.gate::release).withMessageContaining("a second time");
		assertThat(this.gate.snapshot().inUse()).isZero();
		this.gate.close();
		assertThatIllegalStateException().isThrownBy(this.gate::release);
	}

	@Test
	void whenTheSettingsAreWrongThenSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> AdmissionGate.builder("none", 0))
			.withMessageContaining("one or more, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> this.gate.limit(-1)).withMessageContaining("not -1");
		assertThatIllegalArgumentException().isThrownBy(() -> AdmissionGate.builder("x", 1).queueLimit(-1))
			.withMessageContaining("not -1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AdmissionGate.builder("x", 1).longestWait(Duration.ofMillis(-1)))
			.withMessageContaining("not PT-0.001S");
	}

	@Test
	void whenSomebodyListensThenItIsToldUntilItDoesNot() throws Exception {
		AdmissionGate watched = AdmissionGate.builder("test", 1).queueLimit(0).build();
		List<String> told = new ArrayList<>();
		watched.listener(new AdmissionListener() {

			@Override
			public void admitted() {
				told.add("admitted");
			}

			@Override
			public void rejected(Reason reason) {
				told.add(reason.name());
			}

			@Override
			public void released() {
				told.add("released");
			}

		});
		watched.acquire();
		assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(watched::acquire);
		watched.acquireAnyway();
		watched.release();
		assertThat(told).containsExactly("admitted", "QUEUE_FULL", "admitted", "released");
		watched.listener(null);
		watched.release();
		assertThat(told).hasSize(4);
	}

	@Test
	void whenACoroutineWaitsThenTellsWhatFor() throws Exception {
		takeAll();
		Coroutine waiter = this.runtime.coroutine().start(() -> {
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(this.gate::acquire);
		});
		awaitQueued(1);
		Eventually.isTrue(() -> waiter.info()
			.map(CoroutineInfo::waitingFor)
			.filter((reason) -> reason.toString().contains("gate 'test'"))
			.isPresent());
		waiter.cancel();
	}

	private void takeAll() throws InterruptedException {
		this.gate.acquire();
		this.gate.acquire();
	}

	private List<Coroutine> fillQueue() throws Exception {
		List<Coroutine> waiters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			waiters.add(this.runtime.coroutine()
				.start(() -> assertThatExceptionOfType(InterruptedException.class).isThrownBy(this.gate::acquire)));
			awaitQueued(i + 1);
		}
		return waiters;
	}

	private void awaitQueued(int count) throws Exception {
		Eventually.isTrue(() -> this.gate.snapshot().queued() == count);
	}

	private Future<?> inCoroutine(Callable<?> task) {
		return this.runtime.coroutine().submit(task);
	}

	private static Future<?> inThread(Callable<?> task) {
		FutureTask<?> future = new FutureTask<>(task);
		Thread.ofPlatform().start(future);
		return future;
	}

	private static ThrowableAssertAlternative<AdmissionRejectedException> assertRejected(Reason reason,
			ThrowingCallable call) {
		return assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

}
