package io.coroutine.spring.resilience4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.test.Eventually;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.bulkhead.event.BulkheadEvent.Type;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GateBulkheads} and what it shows.
 */
class GateBulkheadsTests {

	private final AdmissionGates gates = AdmissionGates.create();

	private final BulkheadRegistry registry = BulkheadRegistry.ofDefaults();

	private final AdmissionGate gate = AdmissionGate.builder("orders", 2).queueLimit(0).build();

	@Test
	void whenThereAreGatesThenTheyAreBulkheadsOfTheirNames() throws Exception {
		this.gates.add(this.gate);
		GateBulkheads.show(this.gates, this.registry);
		this.gates.add(AdmissionGate.builder("later", 3).build());
		assertThat(this.registry.getAllBulkheads()).extracting(Bulkhead::getName)
			.containsExactlyInAnyOrder("orders", "later");
		Bulkhead shown = this.registry.bulkhead("orders");
		this.gate.acquire();
		assertThat(shown.getMetrics().getMaxAllowedConcurrentCalls()).isEqualTo(2);
		assertThat(shown.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
		this.gate.limit(5);
		assertThat(shown.getBulkheadConfig().getMaxConcurrentCalls()).isEqualTo(5);
		assertThat(shown.getMetrics().getAvailableConcurrentCalls()).isEqualTo(4);
		this.gate.limit(1);
		this.gate.acquireAnyway();
		assertThat(shown.getMetrics().getAvailableConcurrentCalls()).isZero();
	}

	@Test
	void whenSomebodyWantsEventsThenTheyComeInOrder() throws Exception {
		GateBulkheads.show(this.gates, this.registry);
		this.gates.add(this.gate);
		List<Type> all = new ArrayList<>();
		List<String> rejected = new ArrayList<>();
		Bulkhead.EventPublisher publisher = this.registry.bulkhead("orders").getEventPublisher();
		publisher.onCallRejected((event) -> rejected.add(event.getBulkheadName()));
		publisher.onEvent((event) -> all.add(event.getEventType()));
		this.gate.acquire();
		this.gate.acquireAnyway();
		assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(this.gate::acquire);
		this.gate.release();
		this.gate.release();
		assertThat(all).containsExactly(Type.CALL_PERMITTED, Type.CALL_PERMITTED, Type.CALL_REJECTED,
				Type.CALL_FINISHED, Type.CALL_FINISHED);
		assertThat(rejected).containsExactly("orders");
	}

	@Test
	void whenAWaiterIsServedThenThatIsAnEvent() throws Exception {
		AdmissionGate waited = AdmissionGate.builder("waited", 1).build();
		this.gates.add(waited);
		GateBulkheads.show(this.gates, this.registry);
		List<Type> permitted = new ArrayList<>();
		waited.acquire();
		Thread waiter = Thread.startVirtualThread(() -> {
			try {
				waited.acquire(Duration.ofMinutes(1));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		Eventually.until(() -> waited.snapshot().queued() != 0);
		this.registry.bulkhead("waited")
			.getEventPublisher()
			.onCallPermitted((event) -> permitted.add(event.getEventType()))
			.onCallFinished((event) -> {
			});
		waited.release();
		waiter.join();
		assertThat(permitted).containsExactly(Type.CALL_PERMITTED);
	}

	@Test
	void whenAConsumerFailsThenNoPermitIsLost() throws Exception {
		this.gates.add(this.gate);
		GateBulkheads.show(this.gates, this.registry);
		this.registry.bulkhead("orders").getEventPublisher().onEvent((event) -> {
			throw new IllegalStateException("wanted");
		});
		this.gate.acquire();
		assertThat(this.gate.snapshot().inUse()).isEqualTo(1);
		this.gate.release();
		assertThat(this.gate.snapshot().inUse()).isZero();
	}

	@Test
	void whenMetersAreBoundBeforeOrAfterThenTheyShowTheGate() throws Exception {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		TaggedBulkheadMetrics.ofBulkheadRegistry(this.registry).bindTo(meters);
		this.gates.add(this.gate);
		GateBulkheads.show(this.gates, this.registry);
		this.gate.acquire();
		assertThat(meters.get("resilience4j.bulkhead.available.concurrent.calls").tag("name", "orders").gauge().value())
			.isEqualTo(1);
		SimpleMeterRegistry late = new SimpleMeterRegistry();
		TaggedBulkheadMetrics.ofBulkheadRegistry(this.registry).bindTo(late);
		assertThat(late.get("resilience4j.bulkhead.max.allowed.concurrent.calls").tag("name", "orders").gauge().value())
			.isEqualTo(2);
	}

	@Test
	void whenTheApplicationHasABulkheadOfThatNameThenItStays() {
		Bulkhead own = this.registry.bulkhead("orders", BulkheadConfig.custom().maxConcurrentCalls(7).build());
		this.gates.add(this.gate);
		GateBulkheads.show(this.gates, this.registry);
		assertThat(this.registry.bulkhead("orders")).isSameAs(own);
		assertThat(own.tryAcquirePermission()).isTrue();
		assertThat(this.gate.snapshot().inUse()).isZero();
	}

	@Test
	void whenSomebodyWantsToPassByItThenTheMessageSaysWhatToDo() {
		this.gates.add(this.gate);
		GateBulkheads.show(this.gates, this.registry);
		Bulkhead shown = this.registry.bulkhead("orders");
		for (Runnable use : new Runnable[] { shown::acquirePermission, shown::tryAcquirePermission,
				shown::releasePermission, shown::onComplete, () -> shown.changeConfig(BulkheadConfig.ofDefaults()) }) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(use::run)
				.withMessageContaining("'orders'")
				.withMessageContaining("coroutine.resilience4j.gates.enabled=false");
		}
		assertThat(shown.getTags()).isEmpty();
	}

}
