package io.coroutine.spring.resilience4j;

import java.util.Map;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionSnapshot;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;

/**
 * An {@link AdmissionGate} as Resilience4j sees it, to be watched with its means: by its
 * meters, its events and its endpoints. Nobody passes the gate by it: those who do are
 * let in by a pool or the server, which know when to give the permit back.
 */
final class GateBulkhead implements Bulkhead, Bulkhead.Metrics {

	private final AdmissionGate gate;

	private final GateEvents events;

	GateBulkhead(AdmissionGate gate) {
		this.gate = gate;
		this.events = new GateEvents(gate);
	}

	@Override
	public String getName() {
		return this.gate.name();
	}

	/**
	 * Return the limit of the gate as it is now; it is all that a bulkhead has in common
	 * with a gate.
	 */
	@Override
	public BulkheadConfig getBulkheadConfig() {
		return BulkheadConfig.custom().maxConcurrentCalls(this.gate.limit()).build();
	}

	@Override
	public Metrics getMetrics() {
		return this;
	}

	@Override
	public int getAvailableConcurrentCalls() {
		AdmissionSnapshot snapshot = this.gate.snapshot();
		return Math.max(snapshot.limit() - snapshot.inUse(), 0);
	}

	@Override
	public int getMaxAllowedConcurrentCalls() {
		return this.gate.limit();
	}

	@Override
	public Map<String, String> getTags() {
		return Map.of();
	}

	@Override
	public EventPublisher getEventPublisher() {
		return this.events;
	}

	@Override
	public void changeConfig(BulkheadConfig config) {
		throw onlyToBeWatched();
	}

	@Override
	public boolean tryAcquirePermission() {
		throw onlyToBeWatched();
	}

	@Override
	public void acquirePermission() {
		throw onlyToBeWatched();
	}

	@Override
	public void releasePermission() {
		throw onlyToBeWatched();
	}

	@Override
	public void onComplete() {
		throw onlyToBeWatched();
	}

	private UnsupportedOperationException onlyToBeWatched() {
		return new UnsupportedOperationException("The bulkhead '" + this.gate.name()
				+ "' shows an admission gate of that name and can only be watched: give the bulkhead of your calls "
				+ "another name, or set coroutine.resilience4j.gates.enabled=false");
	}

}
