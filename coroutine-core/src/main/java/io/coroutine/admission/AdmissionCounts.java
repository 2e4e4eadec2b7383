package io.coroutine.admission;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import io.coroutine.admission.AdmissionRejectedException.Reason;

/**
 * Counts what becomes of those who come to an {@link AdmissionGate}. Any thread may call
 * all methods.
 */
final class AdmissionCounts {

	private final LongAdder admitted = new LongAdder();

	private final Map<Reason, LongAdder> rejected = new EnumMap<>(Reason.class);

	private final SheddingPeriod shedding = new SheddingPeriod();

	private final LongAdder cancelled = new LongAdder();

	private final LongAdder waited = new LongAdder();

	private final LongAdder waitNanos = new LongAdder();

	private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

	AdmissionCounts() {
		for (Reason reason : Reason.values()) {
			this.rejected.put(reason, new LongAdder());
		}
	}

	void admitted() {
		this.admitted.increment();
	}

	void admittedAfter(long nanos) {
		this.admitted.increment();
		this.waited.increment();
		this.waitNanos.add(nanos);
		this.longestNanos.accumulate(nanos);
	}

	@SuppressWarnings("NullAway") // The map has all reasons and does not change
	void rejected(Reason reason) {
		this.rejected.get(reason).increment();
		// A gate that is closed does not lack room
		if (reason != Reason.CLOSED) {
			this.shedding.rejected(System.nanoTime());
		}
	}

	Duration shedding() {
		return this.shedding.length(System.nanoTime());
	}

	void cancelled() {
		this.cancelled.increment();
	}

	AdmissionSnapshot snapshot(String name, AdmissionPermits permits) {
		Map<Reason, Long> sums = new EnumMap<>(Reason.class);
		this.rejected.forEach((reason, count) -> sums.put(reason, count.sum()));
		return new AdmissionSnapshot(name, permits.limit(), permits.taken(), permits.longestLine(), permits.waiting(),
				this.admitted.sum(), Map.copyOf(sums), this.cancelled.sum(), this.waited.sum(),
				Duration.ofNanos(this.waitNanos.sum()), Duration.ofNanos(this.longestNanos.get()));
	}

}
