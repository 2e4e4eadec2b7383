package io.coroutine.actuate;

import io.coroutine.admission.AdmissionGates;
import io.coroutine.spring.http.HttpClientAdmission;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpClientPoolMetrics}.
 */
class HttpClientPoolMetricsTests {

	private static final String CONNECTIONS = "httpcomponents.httpclient.pool.total.connections";

	private static final HttpRoute ROUTE = new HttpRoute(new HttpHost("http", "orders", 80));

	private final HttpClientAdmission admission = HttpClientAdmission
		.of(new HttpClientAdmission.Settings(2, 1, null, null), AdmissionGates::create);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void whenPoolsAreThereOrComeThenMicrometersMetersTell() throws Exception {
		HttpClientConnectionManager first = pool();
		HttpClientPoolMetrics.of(this.admission).bindTo(this.registry);
		HttpClientConnectionManager second = pool();
		ConnectionEndpoint endpoint = lease(first);
		Task<ConnectionEndpoint> waiter = new Task<>(() -> lease(first));
		Thread.ofPlatform().daemon().start(waiter);
		Eventually.until("one is pending",
				() -> gauge("httpcomponents.httpclient.pool.total.pending", "http-client") == 1);
		assertThat(this.registry.get(CONNECTIONS).tags("httpclient", "http-client", "state", "leased").gauge().value())
			.isEqualTo(1);
		first.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
		first.release(waiter.get(), null, TimeValue.ZERO_MILLISECONDS);
		assertThat(gauge("httpcomponents.httpclient.pool.total.max", "http-client-2")).isEqualTo(2);
		assertThat(gauge("httpcomponents.httpclient.pool.route.max.default", "http-client-2")).isEqualTo(1);
		first.close(CloseMode.IMMEDIATE);
		second.close(CloseMode.IMMEDIATE);
	}

	private HttpClientConnectionManager pool() {
		PoolingHttpClientConnectionManagerBuilder pool = PoolingHttpClientConnectionManagerBuilder.create();
		this.admission.size(pool);
		HttpClientBuilder client = HttpClientBuilder.create().setConnectionManager(pool.build());
		this.admission.gate(client);
		return client.getConnManager();
	}

	private static ConnectionEndpoint lease(HttpClientConnectionManager pool) throws Exception {
		return pool.lease("id", ROUTE, Timeout.ofMinutes(10), null).get(Timeout.ofMinutes(10));
	}

	private double gauge(String name, String client) {
		return this.registry.get(name).tag("httpclient", client).gauge().value();
	}

}
