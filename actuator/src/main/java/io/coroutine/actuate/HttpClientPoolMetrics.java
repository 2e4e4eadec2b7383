package io.coroutine.actuate;

import io.coroutine.spring.http.HttpClientAdmission;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.httpcomponents.hc5.PoolingHttpClientConnectionManagerMetricsBinder;

/**
 * {@link MeterBinder} for the connection pools of Apache HttpClient 5 that have gates,
 * also for those that are made later: with Micrometer's own meters of such pools, in
 * which those that wait at the gates are pending. The tag {@code httpclient} is the name
 * of the gate.
 */
public final class HttpClientPoolMetrics implements MeterBinder {

	private final HttpClientAdmission admission;

	private HttpClientPoolMetrics(HttpClientAdmission admission) {
		this.admission = admission;
	}

	/**
	 * Create the binder.
	 * @param admission knows the pools
	 * @return the binder
	 */
	public static HttpClientPoolMetrics of(HttpClientAdmission admission) {
		return new HttpClientPoolMetrics(admission);
	}

	// What takes its place is in a module of HttpClient that few applications have
	@Override
	@SuppressWarnings("deprecation")
	public void bindTo(MeterRegistry registry) {
		this.admission.whenAdded(
				(name, pool) -> new PoolingHttpClientConnectionManagerMetricsBinder(pool, name).bindTo(registry));
	}

}
