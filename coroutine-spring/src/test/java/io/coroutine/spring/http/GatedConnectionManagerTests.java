package io.coroutine.spring.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.scope.Deadline;
import io.coroutine.spring.http.HttpClientAdmission.Settings;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link HttpClientAdmission} and the connection managers it makes: pools of
 * three connections, two to a route. After each test all permits are back.
 */
class GatedConnectionManagerTests {

	private static final HttpRoute ORDERS = new HttpRoute(new HttpHost("http", "orders", 80));

	private static final HttpRoute STOCK = new HttpRoute(new HttpHost("http", "stock", 80));

	private static final Timeout LONG = Timeout.ofMinutes(10);

	private static final Timeout SHORT = Timeout.ofMilliseconds(50);

	private final CoroutineRuntime runtime = CoroutineRuntime.builder().loops(2).start();

	private final AdmissionGates gates = AdmissionGates.create();

	private PoolingHttpClientConnectionManager manager = gated(new Settings(3, 2, null, null));

	@AfterEach
	void allPermitsAreBack() {
		Eventually.until("no coroutine lives", () -> this.runtime.snapshot().live() == 0);
		for (AdmissionGate gate : this.gates.list()) {
			assertThat(gate.snapshot().inUse()).as(gate.name()).isZero();
			assertThat(gate.snapshot().queued()).as(gate.name()).isZero();
		}
		assertThat(this.manager.getTotalStats().getLeased()).isZero();
		this.manager.close();
		this.runtime.close();
	}

	private PoolingHttpClientConnectionManager gated(Settings settings) {
		HttpClientAdmission admission = HttpClientAdmission.of(settings, () -> this.gates);
		PoolingHttpClientConnectionManagerBuilder pool = PoolingHttpClientConnectionManagerBuilder.create();
		admission.size(pool);
		return (PoolingHttpClientConnectionManager) gated(admission, pool.build());
	}

	private static HttpClientConnectionManager gated(HttpClientAdmission admission, HttpClientConnectionManager pool) {
		HttpClientBuilder client = HttpClientBuilder.create().setConnectionManager(pool);
		admission.gate(client);
		return client.getConnManager();
	}

	private AdmissionGate gate(String name) {
		return this.gates.list().stream().filter((gate) -> gate.name().equals(name)).findFirst().orElseThrow();
	}

	private LeaseRequest lease(HttpRoute route) {
		return this.manager.lease("id", route, LONG, null);
	}

	private ConnectionEndpoint take(HttpRoute route) throws Exception {
		return lease(route).get(LONG);
	}

	private void giveBack(ConnectionEndpoint endpoint) {
		this.manager.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
	}

	private Task<ConnectionEndpoint> begin(ThreadKind kind, LeaseRequest request) {
		return kind.begin(this.runtime, () -> request.get(LONG));
	}

	private void awaitQueued(String gate, int count) {
		Eventually.until(count + " wait at " + gate, () -> gate(gate).snapshot().queued() == count);
	}

	@ParameterizedTest
	@EnumSource
	void whenARouteHasNoneLeftThenOthersWaitAtItsGateAndOtherRoutesDoNot(ThreadKind kind) throws Exception {
		ConnectionEndpoint first = take(ORDERS);
		ConnectionEndpoint second = take(ORDERS);
		Task<ConnectionEndpoint> third = begin(kind, lease(ORDERS));
		awaitQueued("http-client:orders:80", 1);
		assertThat(this.manager.getTotalStats().getPending()).isEqualTo(1);
		assertThat(this.manager.getStats(ORDERS).getPending()).isEqualTo(1);
		giveBack(take(STOCK));
		giveBack(first);
		giveBack(third.get());
		giveBack(second);
	}

	@ParameterizedTest
	@EnumSource
	void whenThePoolHasNoneLeftThenOthersWaitAtItsGate(ThreadKind kind) throws Exception {
		ConnectionEndpoint first = take(ORDERS);
		ConnectionEndpoint second = take(ORDERS);
		ConnectionEndpoint third = take(STOCK);
		Task<ConnectionEndpoint> fourth = begin(kind, lease(STOCK));
		awaitQueued("http-client", 1);
		assertThat(gate("http-client:stock:80").snapshot().inUse()).isEqualTo(2);
		giveBack(second);
		giveBack(fourth.get());
		giveBack(first);
		giveBack(third);
	}

	@Test
	void whenLimitsChangeThenTheGatesFollow() throws Exception {
		ConnPoolControl<HttpRoute> control = this.manager;
		List<ConnectionEndpoint> taken = new ArrayList<>(List.of(take(ORDERS), take(ORDERS)));
		Task<ConnectionEndpoint> third = begin(ThreadKind.COROUTINE, lease(ORDERS));
		awaitQueued("http-client:orders:80", 1);
		control.setMaxPerRoute(ORDERS, 4);
		taken.add(third.get());
		Task<ConnectionEndpoint> fourth = begin(ThreadKind.COROUTINE, lease(ORDERS));
		awaitQueued("http-client", 1);
		control.setMaxTotal(4);
		taken.add(fourth.get());
		control.setDefaultMaxPerRoute(3);
		assertThat(gate("http-client").limit()).isEqualTo(4);
		assertThat(gate("http-client:orders:80").limit()).isEqualTo(4);
		taken.forEach(this::giveBack);
		control.setMaxTotal(1);
		giveBack(take(STOCK));
		assertThat(gate("http-client:stock:80").limit()).isEqualTo(3);
		assertThat(gate("http-client").limit()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void whenNoneComesInTimeThenItIsTheExceptionOfThePool(ThreadKind kind) throws Exception {
		ConnectionEndpoint first = take(ORDERS);
		ConnectionEndpoint second = take(ORDERS);
		for (Timeout timeout : List.of(SHORT, Timeout.ZERO_MILLISECONDS)) {
			Task<ConnectionEndpoint> third = kind.begin(this.runtime,
					() -> this.manager.lease("id", ORDERS, timeout, null).get(timeout));
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(third::get)
				.withMessageContaining("lets 2 in at once");
		}
		giveBack(first);
		giveBack(second);
		giveBack(this.manager.lease("id", ORDERS, Timeout.ZERO_MILLISECONDS, null).get(Timeout.ZERO_MILLISECONDS));
	}

	@Test
	void whenTheLongestWaitIsShorterThenItEndsTheWait() throws Exception {
		this.manager.close();
		this.manager = gated(new Settings(1, 1, null, Duration.ofMillis(20)));
		ConnectionEndpoint first = take(ORDERS);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> take(ORDERS));
		giveBack(first);
	}

	@Test
	void whenTheDeadlineOfTheCallerPassesThenItWaitsNoLonger() throws Exception {
		ConnectionEndpoint first = take(ORDERS);
		ConnectionEndpoint second = take(ORDERS);
		Task<ConnectionEndpoint> third = ThreadKind.COROUTINE.begin(this.runtime,
				() -> Deadline.within(Duration.ofMillis(50), () -> take(ORDERS)));
		assertThatExceptionOfType(Exception.class).isThrownBy(third::get)
			.withStackTraceContaining(Deadline.class.getName());
		giveBack(first);
		giveBack(second);
	}

	@Test
	void whenTheQueueIsFullThenTheCallFailsAtOnce() throws Exception {
		this.manager.close();
		this.manager = gated(new Settings(1, 1, 0, null));
		ConnectionEndpoint first = take(ORDERS);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> take(ORDERS))
			.withCauseInstanceOf(AdmissionRejectedException.class);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> take(STOCK))
			.withCauseInstanceOf(AdmissionRejectedException.class);
		giveBack(first);
	}

	@ParameterizedTest
	@EnumSource
	void whenOneWhoWaitsIsInterruptedThenItsPlaceIsFree(ThreadKind kind) throws Exception {
		List<ConnectionEndpoint> taken = List.of(take(ORDERS), take(STOCK), take(STOCK));
		Task<ConnectionEndpoint> waiter = begin(kind, lease(ORDERS));
		awaitQueued("http-client", 1);
		waiter.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(waiter::get);
		taken.forEach(this::giveBack);
	}

	@ParameterizedTest
	@EnumSource
	void whenOneWhoWaitsIsCancelledThenItEndsAndIsNotInterrupted(ThreadKind kind) throws Exception {
		List<ConnectionEndpoint> taken = List.of(take(ORDERS), take(ORDERS));
		LeaseRequest request = lease(ORDERS);
		Task<Boolean> waiter = kind.begin(this.runtime, () -> {
			assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> request.get(LONG));
			return Thread.currentThread().isInterrupted();
		});
		awaitQueued("http-client:orders:80", 1);
		assertThat(request.cancel()).isTrue();
		assertThat(waiter.get()).isFalse();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> request.get(LONG));
		taken.forEach(this::giveBack);
	}

	@Test
	void whenARequestIsCancelledBeforeOrAfterThenItIsAsWithoutAGate() throws Exception {
		LeaseRequest early = lease(ORDERS);
		assertThat(early.cancel()).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> early.get(LONG));
		LeaseRequest late = lease(ORDERS);
		ConnectionEndpoint endpoint = late.get(LONG);
		assertThat(late.cancel()).isFalse();
		assertThat(late.get(LONG)).isSameAs(endpoint);
		giveBack(endpoint);
	}

	@ParameterizedTest
	@EnumSource
	void whenThePoolIsClosedThenThoseWhoWaitAreToldAndPermitsComeBackOnce(ThreadKind kind) throws Exception {
		List<ConnectionEndpoint> taken = List.of(take(ORDERS), take(STOCK), take(STOCK));
		List<Task<ConnectionEndpoint>> waiters = List.of(begin(kind, lease(ORDERS)), begin(kind, lease(STOCK)));
		awaitQueued("http-client", 1);
		awaitQueued("http-client:stock:80", 1);
		this.manager.close(CloseMode.IMMEDIATE);
		for (Task<ConnectionEndpoint> waiter : waiters) {
			assertThatIllegalStateException().isThrownBy(waiter::get).withMessageContaining("shut down");
		}
		assertThatIllegalStateException().isThrownBy(() -> take(ORDERS)).withMessageContaining("shut down");
		taken.forEach(this::giveBack);
		taken.forEach(this::giveBack);
	}

	@Test
	void whenThePoolFailsThenThePermitsComeBack() throws Exception {
		PoolingHttpClientConnectionManager broken = PoolingHttpClientConnectionManagerBuilder.create()
			.setConnectionFactory((_) -> {
				throw new IOException("No socket");
			})
			.build();
		HttpClientAdmission admission = HttpClientAdmission.of(new Settings(3, 2, null, null), () -> this.gates);
		HttpClientConnectionManager gated = gated(admission, broken);
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> gated.lease("id", ORDERS, LONG, null).get(LONG))
			.withMessageContaining("No socket");
		gated.close(CloseMode.IMMEDIATE);
	}

	@Test
	void whenAPoolHasNoLimitThenTheGateHasNone() throws Exception {
		PoolingHttpClientConnectionManager lax = PoolingHttpClientConnectionManagerBuilder.create()
			.setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
			.setMaxConnPerRoute(7)
			.build();
		this.manager.close();
		this.manager = (PoolingHttpClientConnectionManager) gated(
				HttpClientAdmission.of(new Settings(3, 2, null, null), () -> this.gates), lax);
		giveBack(take(ORDERS));
		assertThat(this.gates.list()).extracting(AdmissionGate::limit).endsWith(Integer.MAX_VALUE, 7);
	}

	@Test
	void whenTheConnectionManagerIsAnotherThenItIsKept() {
		HttpClientAdmission admission = HttpClientAdmission.of(new Settings(3, 2, null, null), () -> this.gates);
		BasicHttpClientConnectionManager own = new BasicHttpClientConnectionManager();
		assertThat(gated(admission, own)).isSameAs(own);
		assertThat(gated(admission, this.manager)).isSameAs(this.manager);
	}

	@Test
	void whenClientsAreMadeAgainAndAgainThenTheListOfGatesEnds() {
		HttpClientAdmission admission = HttpClientAdmission.of(new Settings(3, 2, null, null), () -> this.gates);
		int before = this.gates.list().size();
		List<String> names = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			gated(admission, PoolingHttpClientConnectionManagerBuilder.create().build()).close(CloseMode.IMMEDIATE);
		}
		admission.whenAdded((name, pool) -> names.add(name));
		for (int i = 0; i < 60; i++) {
			gated(admission, PoolingHttpClientConnectionManagerBuilder.create().build()).close(CloseMode.IMMEDIATE);
		}
		assertThat(this.gates.list()).hasSize(before + 100);
		assertThat(names).hasSizeBetween(40, 100).contains("http-client-100").doesNotContain("http-client-101");
	}

	@Test
	void whenManyLeaseWhileSomeAreCancelledOrInterruptedAndLimitsChangeThenTheBooksBalance() throws Exception {
		List<Task<Integer>> tasks = new ArrayList<>();
		for (int i = 0; i < 24; i++) {
			int seed = i;
			tasks.add(ThreadKind.values()[i % 3].begin(this.runtime, () -> leaseAgainAndAgain(seed)));
		}
		for (int i = 0; tasks.stream().anyMatch((task) -> !task.isDone()); i++) {
			this.manager.setMaxTotal(1 + i % 4);
			this.manager.setMaxPerRoute(ORDERS, 1 + i % 3);
			Thread.yield();
		}
		for (Task<Integer> task : tasks) {
			assertThat(task.get()).isEqualTo(200);
		}
	}

	private int leaseAgainAndAgain(int seed) {
		SplittableRandom random = new SplittableRandom(seed);
		Thread self = Thread.currentThread();
		int rounds = 0;
		for (; rounds < 200; rounds++) {
			HttpRoute route = ((seed + rounds) % 2 == 0) ? ORDERS : STOCK;
			LeaseRequest request = lease(route);
			if (random.nextInt(8) == 0) {
				Thread.ofVirtual().start(request::cancel);
			}
			else if (random.nextInt(8) == 0) {
				Thread.ofVirtual().start(self::interrupt);
			}
			try {
				ConnectionEndpoint endpoint = request.get(Timeout.ofMilliseconds(1 + random.nextInt(20)));
				Thread.yield();
				giveBack(endpoint);
			}
			catch (CancellationException | ExecutionException | InterruptedException | TimeoutException ex) {
				request.cancel();
			}
		}
		return rounds;
	}

}
