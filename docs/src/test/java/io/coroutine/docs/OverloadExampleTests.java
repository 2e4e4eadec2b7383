package io.coroutine.docs;

import java.time.Duration;

import io.coroutine.admission.AdmissionGate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/overload.md}.
 */
class OverloadExampleTests {

	private int reports;

	@Test
	void whenAGateIsUsedThenThePermitComesBack() throws Exception {
		AdmissionGate gate = AdmissionGate.builder("reports", 4)
			.queueLimit(100)
			.longestWait(Duration.ofSeconds(2))
			.build();
		gate.acquire();
		try {
			writeReport();
		}
		finally {
			gate.release();
		}
		assertThat(this.reports).isOne();
		assertThat(gate.snapshot().inUse()).isZero();
	}

	private void writeReport() {
		this.reports++;
	}

}
