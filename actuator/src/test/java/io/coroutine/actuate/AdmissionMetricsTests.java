package io.coroutine.actuate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.test.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AdmissionMetrics}.
 */
class AdmissionMetricsTests {

	private final AdmissionGates gates = AdmissionGates.create();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void whenGateIsUsedThenMetersTell() throws Exception {
		AdmissionGate gate = AdmissionGate.builder("orders", 2).queueLimit(0).build();
		this.gates.add(gate);
		AdmissionMetrics.of(this.gates).bindTo(this.registry);
		gate.acquire();
		gate.acquire();
		assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(gate::acquire);
		gate.release();
		assertThat(gauge("limit")).isEqualTo(2);
		assertThat(gauge("in.use")).isEqualTo(1);
		assertThat(gauge("queued")).isZero();
		assertThat(counter("admitted")).isEqualTo(2);
		assertThat(counter("cancelled")).isZero();
		assertThat(rejected("queue-full")).isEqualTo(1);
		assertThat(rejected("waited-too-long")).isZero();
		assertThat(rejected("closed")).isZero();
	}

	@Test
	void whenSomebodyWaitedThenTimerTellsHowLong() throws Exception {
		AdmissionGate gate = AdmissionGate.builder("orders", 1).longestWait(Duration.ofMinutes(5)).build();
		this.gates.add(gate);
		AdmissionMetrics.of(this.gates).bindTo(this.registry);
		gate.acquire();
		Thread waiter = Thread.ofPlatform().start(() -> {
			try {
				gate.acquire();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		Eventually.until(() -> gauge("queued") != 0);
		gate.release();
		waiter.join();
		var timer = this.registry.get("coroutines.admission.wait").tag("gate", "orders").functionTimer();
		assertThat(timer.count()).isEqualTo(1);
		assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		assertThat(this.registry.get("coroutines.admission.wait.max").timeGauge().value(TimeUnit.NANOSECONDS))
			.isEqualTo(timer.totalTime(TimeUnit.NANOSECONDS));
	}

	@Test
	void whenGateIsAddedLaterThenItHasMetersToo() {
		AdmissionMetrics.of(this.gates).bindTo(this.registry);
		assertThat(this.registry.getMeters()).isEmpty();
		this.gates.add(AdmissionGate.builder("orders", 3).build());
		assertThat(gauge("limit")).isEqualTo(3);
	}

	private double gauge(String name) {
		return this.registry.get("coroutines.admission." + name).tag("gate", "orders").gauge().value();
	}

	private double counter(String name) {
		return this.registry.get("coroutines.admission." + name).tag("gate", "orders").functionCounter().count();
	}

	private double rejected(String reason) {
		return this.registry.get("coroutines.admission.rejected").tag("reason", reason).functionCounter().count();
	}

}
