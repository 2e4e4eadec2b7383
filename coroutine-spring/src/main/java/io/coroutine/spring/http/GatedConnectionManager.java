package io.coroutine.spring.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.spring.delegate.Delegates;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection manager whose connections are leased by permits. All else it leaves to
 * another one, which has the pool and the settings: a subclass that is generated hands on
 * each method that is not final here. So it can be used and cast as what it stands for.
 * <p>
 * The permits belong to the connection that was leased, and come back, once, after it is
 * back in the pool, be it kept or thrown away, and be the pool open or closed. Any thread
 * may call all methods.
 */
abstract class GatedConnectionManager extends PoolingHttpClientConnectionManager {

	private static final Delegates<GatedConnectionManager> DELEGATES = Delegates.of(GatedConnectionManager.class,
			PoolingHttpClientConnectionManager.class, PoolPermits.class);

	private final PoolingHttpClientConnectionManager target;

	private final PoolPermits permits;

	private final Map<ConnectionEndpoint, AdmissionGate> out = new ConcurrentHashMap<>();

	/**
	 * The superclass gets a pool that nobody uses.
	 */
	GatedConnectionManager(PoolingHttpClientConnectionManager target, PoolPermits permits) {
		super(new DefaultHttpClientConnectionOperator(null, null, RegistryBuilder.<TlsSocketStrategy>create().build()),
				new StrictConnPool<>(1, 1), null);
		this.target = target;
		this.permits = permits;
	}

	/**
	 * Create the connection manager that stands before another one.
	 */
	static PoolingHttpClientConnectionManager of(PoolingHttpClientConnectionManager target, PoolPermits permits) {
		return DELEGATES.create(target, target, permits);
	}

	/**
	 * The pool is asked when the caller waits for the answer and has its permits.
	 */
	@Override
	public final LeaseRequest lease(String id, HttpRoute route, @Nullable Timeout requestTimeout,
			@Nullable Object state) {
		return new GatedLease((timeout) -> this.target.lease(id, route, timeout, state), route, this.permits, this.out);
	}

	@Override
	public final LeaseRequest lease(String id, HttpRoute route, @Nullable Object state) {
		return lease(id, route, Timeout.DISABLED, state);
	}

	@Override
	public final void release(ConnectionEndpoint endpoint, @Nullable Object state, @Nullable TimeValue keepAlive) {
		AdmissionGate route = this.out.remove(endpoint);
		try {
			this.target.release(endpoint, state, keepAlive);
		}
		finally {
			if (route != null) {
				this.permits.release(route);
			}
		}
	}

	@Override
	public final void setMaxTotal(int max) {
		this.target.setMaxTotal(max);
		this.permits.follow();
	}

	@Override
	public final void setDefaultMaxPerRoute(int max) {
		this.target.setDefaultMaxPerRoute(max);
		this.permits.follow();
	}

	@Override
	public final void setMaxPerRoute(HttpRoute route, int max) {
		this.target.setMaxPerRoute(route, max);
		this.permits.follow();
	}

	@Override
	public final PoolStats getTotalStats() {
		return this.permits.stats();
	}

	@Override
	public final PoolStats getStats(HttpRoute route) {
		return this.permits.stats(route);
	}

	@Override
	public final void close() {
		try {
			this.target.close();
		}
		finally {
			this.permits.close();
		}
	}

	@Override
	public final void close(CloseMode mode) {
		try {
			this.target.close(mode);
		}
		finally {
			this.permits.close();
		}
	}

}
