package io.coroutine.spring.http;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.jspecify.annotations.Nullable;

/**
 * Sizes the connection pools of Apache HttpClient 5, and puts gates before them: one that
 * lets in as many as a pool has connections, and one for each route.
 * <p>
 * Each client has a pool of its own. An application may make clients again and again, so
 * only the first {@value #LONGEST_LIST} gates, and the pools that belong to them, are
 * shown; the others work as well. Any thread may call all methods.
 */
public final class HttpClientAdmission {

	private static final String NAME = "http-client";

	private static final int LONGEST_LIST = 100;

	private final Settings settings;

	private final Supplier<AdmissionGates> gates;

	private final List<ShownPool> pools = new ArrayList<>();

	private final List<BiConsumer<String, ConnPoolControl<HttpRoute>>> listeners = new ArrayList<>();

	private int shown;

	private int pool;

	/**
	 * How pools are sized, and callers let in.
	 *
	 * @param maxConnections how many connections a pool has, 1 or more
	 * @param maxConnectionsPerRoute how many of them to one host and port, 1 or more
	 * @param queueLimit how many may wait at each gate; {@code null} for 1,000 for each
	 * connection
	 * @param longestWait how long a caller waits at most, or {@code null} for the
	 * connection request timeout of its request, which bounds it in any case
	 */
	public record Settings(int maxConnections, int maxConnectionsPerRoute, @Nullable Integer queueLimit,
			@Nullable Duration longestWait) {

		private static final int QUEUE_PER_CONNECTION = 1_000;

		int queueLimit(int connections) {
			return (this.queueLimit != null) ? this.queueLimit
					: (int) Math.min((long) connections * QUEUE_PER_CONNECTION, Integer.MAX_VALUE);
		}

	}

	private record ShownPool(String name, WeakReference<ConnPoolControl<HttpRoute>> pool) {

	}

	private HttpClientAdmission(Settings settings, Supplier<AdmissionGates> gates) {
		this.settings = settings;
		this.gates = gates;
	}

	/**
	 * Create the admission.
	 * @param settings how pools are sized, and callers let in
	 * @param gates where the gates are shown; asked for when there is a pool
	 * @return the admission
	 */
	public static HttpClientAdmission of(Settings settings, Supplier<AdmissionGates> gates) {
		return new HttpClientAdmission(settings, gates);
	}

	/**
	 * Size a pool. Who comes later may choose other sizes.
	 * @param pool the pool that is being built
	 */
	public void size(PoolingHttpClientConnectionManagerBuilder pool) {
		pool.setMaxConnTotal(this.settings.maxConnections()).setMaxConnPerRoute(this.settings.maxConnectionsPerRoute());
	}

	/**
	 * Put gates before the pool of a client, which are as large as the pool is. A
	 * connection manager of another class is left alone.
	 * @param client the client that is being built
	 */
	public void gate(HttpClientBuilder client) {
		if (client.getConnManager() instanceof PoolingHttpClientConnectionManager pool
				&& pool.getClass() == PoolingHttpClientConnectionManager.class) {
			String name = nextName();
			PoolPermits permits = new PoolPermits(pool, name, this.settings, this::show);
			PoolingHttpClientConnectionManager gated = GatedConnectionManager.of(pool, permits);
			client.setConnectionManager(gated);
			add(name, gated);
		}
	}

	private synchronized String nextName() {
		this.pool++;
		return (this.pool == 1) ? NAME : NAME + "-" + this.pool;
	}

	private void show(AdmissionGate gate) {
		synchronized (this) {
			if (this.shown == LONGEST_LIST) {
				return;
			}
			this.shown++;
		}
		this.gates.get().add(gate);
	}

	private void add(String name, ConnPoolControl<HttpRoute> pool) {
		List<BiConsumer<String, ConnPoolControl<HttpRoute>>> told;
		synchronized (this) {
			if (this.pools.size() == LONGEST_LIST) {
				return;
			}
			this.pools.add(new ShownPool(name, new WeakReference<>(pool)));
			told = List.copyOf(this.listeners);
		}
		told.forEach((listener) -> listener.accept(name, pool));
	}

	/**
	 * Have a listener told of the pools, those that are there and those to come, with
	 * their names, which are those of their gates.
	 * @param listener the listener; it may be called by any thread
	 */
	public void whenAdded(BiConsumer<String, ConnPoolControl<HttpRoute>> listener) {
		List<ShownPool> present;
		synchronized (this) {
			this.listeners.add(listener);
			present = List.copyOf(this.pools);
		}
		for (ShownPool shownPool : present) {
			ConnPoolControl<HttpRoute> known = shownPool.pool().get();
			if (known != null) {
				listener.accept(shownPool.name(), known);
			}
		}
	}

}
