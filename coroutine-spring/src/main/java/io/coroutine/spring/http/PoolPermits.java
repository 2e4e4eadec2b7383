package io.coroutine.spring.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionRejectedException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * The permits of one pool: who wants a connection takes one of its route and then one of
 * the pool, so that nobody waits inside the pool. Who waits for a permit of the pool
 * keeps that of the route, and so its place; who waits for the route keeps nothing.
 * <p>
 * The limits follow those of the pool, which has its own changed first. Any thread may
 * call all methods; only making the gate of a new route and changing limits exclude each
 * other, so that no gate keeps an old limit.
 */
final class PoolPermits implements AutoCloseable {

	private final ConnPoolControl<HttpRoute> pool;

	private final HttpClientAdmission.Settings settings;

	private final Consumer<AdmissionGate> shown;

	private final AdmissionGate whole;

	/** As long as the list of the pool itself, which forgets no route either. */
	private final Map<HttpRoute, AdmissionGate> routes = new ConcurrentHashMap<>();

	/**
	 * Create the permits.
	 * @param name the name of the gate before the pool; those of the routes begin with it
	 * @param shown shows a gate
	 */
	PoolPermits(ConnPoolControl<HttpRoute> pool, String name, HttpClientAdmission.Settings settings,
			Consumer<AdmissionGate> shown) {
		this.pool = pool;
		this.settings = settings;
		this.shown = shown;
		this.whole = gate(name, limit(pool.getMaxTotal()));
	}

	private AdmissionGate gate(String name, int limit) {
		AdmissionGate gate = AdmissionGate.builder(name, limit).queueLimit(this.settings.queueLimit(limit)).build();
		this.shown.accept(gate);
		return gate;
	}

	/**
	 * A pool may have no limit, as one with the policy {@code LAX} has none in all.
	 */
	private static int limit(int connections) {
		return (connections > 0) ? connections : Integer.MAX_VALUE;
	}

	/**
	 * Return how long a caller waits at most, beside what it says itself.
	 */
	@Nullable Duration longestWait() {
		return this.settings.longestWait();
	}

	/**
	 * Take permits for a connection.
	 * @param deadlineNanos until when to wait, as of {@link System#nanoTime()}
	 * @return the gate of the route, for {@link #release}
	 * @throws AdmissionRejectedException if the caller was not let in
	 * @throws InterruptedException if the caller is interrupted while it waits
	 */
	AdmissionGate acquire(HttpRoute route, long deadlineNanos) throws InterruptedException {
		AdmissionGate gate = this.routes.get(route);
		if (gate == null) {
			gate = add(route);
		}
		acquire(gate, deadlineNanos);
		boolean complete = false;
		try {
			acquire(this.whole, deadlineNanos);
			complete = true;
		}
		finally {
			if (!complete) {
				gate.release();
			}
		}
		return gate;
	}

	private static void acquire(AdmissionGate gate, long deadlineNanos) throws InterruptedException {
		if (!gate.tryAcquire()) {
			gate.acquire(Duration.ofNanos(deadlineNanos - System.nanoTime()));
		}
	}

	private synchronized AdmissionGate add(HttpRoute route) {
		return this.routes.computeIfAbsent(route,
				(_) -> gate(this.whole.name() + ":" + nameOf(route), limit(this.pool.getMaxPerRoute(route))));
	}

	private static String nameOf(HttpRoute route) {
		String target = route.getTargetHost().toHostString();
		return (route.getProxyHost() != null) ? target + " by " + route.getProxyHost().toHostString() : target;
	}

	/**
	 * Give the permits of a connection back.
	 * @param route the gate of its route
	 */
	void release(AdmissionGate route) {
		this.whole.release();
		route.release();
	}

	/**
	 * Take over the limits of the pool.
	 */
	synchronized void follow() {
		this.whole.limit(limit(this.pool.getMaxTotal()));
		this.routes.forEach((route, gate) -> gate.limit(limit(this.pool.getMaxPerRoute(route))));
	}

	/**
	 * Return the numbers of the pool, with those that wait before it.
	 */
	PoolStats stats() {
		int queued = this.whole.snapshot().queued();
		for (AdmissionGate gate : this.routes.values()) {
			queued += gate.snapshot().queued();
		}
		return with(queued, this.pool.getTotalStats());
	}

	/**
	 * Return the numbers of a route, with those that wait before it.
	 */
	PoolStats stats(HttpRoute route) {
		AdmissionGate gate = this.routes.get(route);
		return with((gate != null) ? gate.snapshot().queued() : 0, this.pool.getStats(route));
	}

	private static PoolStats with(int queued, PoolStats stats) {
		return new PoolStats(stats.getLeased(), stats.getPending() + queued, stats.getAvailable(), stats.getMax());
	}

	/**
	 * Turn those away who wait. The pool is closed already.
	 */
	@Override
	public synchronized void close() {
		this.whole.close();
		this.routes.values().forEach(AdmissionGate::close);
	}

}
