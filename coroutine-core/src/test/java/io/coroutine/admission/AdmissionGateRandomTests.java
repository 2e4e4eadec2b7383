package io.coroutine.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.EngineChoice;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of coroutines, virtual and platform threads come to one gate, while waits
 * time out, waiters are cancelled and the limit changes: never are more in than the
 * highest limit, nobody is forgotten, and all permits come back.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class AdmissionGateRandomTests extends EngineContract {

	private static final int COROUTINES = 10_000;

	private static final int THREADS = 50;

	private static final int VISITS = 5;

	private static final int HIGHEST = 20;

	private final long seed = new Random().nextLong();

	private final SplittableRandom random = new SplittableRandom(this.seed);

	private final AdmissionGate gate = AdmissionGate.builder("random", HIGHEST)
		.queueLimit(COROUTINES / 2)
		.longestWait(LONG)
		.build();

	private final AtomicInteger in = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final AtomicInteger admitted = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	private final AtomicInteger rejected = new AtomicInteger();

	@Test
	void whenManyComeAtOnceThenAllPermitsComeBack() throws Exception {
		List<Coroutine> coroutines = new ArrayList<>();
		List<FutureTask<?>> visits = new ArrayList<>();
		for (int i = 0; i < COROUTINES; i++) {
			FutureTask<?> visit = visits();
			visits.add(visit);
			coroutines.add(this.runtime.start(visit));
		}
		for (int i = 0; i < THREADS; i++) {
			FutureTask<?> visit = visits();
			visits.add(visit);
			(this.random.nextBoolean() ? Thread.ofPlatform() : Thread.ofVirtual()).start(visit);
		}
		for (int i = 0; i < COROUTINES / 10; i++) {
			coroutines.get(this.random.nextInt(COROUTINES)).cancel();
			this.gate.limit(1 + this.random.nextInt(HIGHEST));
		}
		this.gate.limit(HIGHEST);
		for (FutureTask<?> visit : visits) {
			Eventually.get(visit);
		}
		AdmissionSnapshot snapshot = this.gate.snapshot();
		assertThat(this.most).as("seed %d", this.seed).hasPositiveValue().hasValueLessThanOrEqualTo(HIGHEST);
		assertThat(snapshot.inUse()).as("seed %d", this.seed).isZero();
		assertThat(snapshot.queued()).as("seed %d", this.seed).isZero();
		assertThat(snapshot.admitted()).as("seed %d", this.seed).isEqualTo(this.admitted.get());
		assertThat(snapshot.rejected().values().stream().mapToLong(Long::longValue).sum()).as("seed %d", this.seed)
			.isEqualTo(this.rejected.get());
		assertThat(snapshot.rejected()).as("seed %d", this.seed).containsEntry(Reason.CLOSED, 0L);
		assertThat(this.admitted.get() + this.rejected.get() + this.cancelled.get()).as("seed %d", this.seed)
			.isEqualTo((COROUTINES + THREADS) * VISITS);
	}

	private FutureTask<?> visits() {
		SplittableRandom own = this.random.split();
		return new FutureTask<>(() -> {
			for (int i = 0; i < VISITS; i++) {
				visit(own);
			}
			return null;
		});
	}

	private void visit(SplittableRandom own) {
		try {
			if (own.nextInt(4) == 0) {
				this.gate.acquire(Duration.ofNanos(own.nextInt(3_000_000)));
			}
			else {
				this.gate.acquire();
			}
		}
		catch (InterruptedException ex) {
			this.cancelled.incrementAndGet();
			return;
		}
		catch (AdmissionRejectedException ex) {
			this.rejected.incrementAndGet();
			return;
		}
		this.admitted.incrementAndGet();
		this.most.accumulateAndGet(this.in.incrementAndGet(), Math::max);
		if (own.nextInt(3) == 0) {
			Thread.yield();
		}
		this.in.decrementAndGet();
		this.gate.release();
	}

}
