package io.coroutine.admission;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AdmissionGates}.
 */
class AdmissionGatesTests {

	private final AdmissionGates gates = AdmissionGates.create();

	private final AdmissionGate early = AdmissionGate.builder("early", 1).build();

	private final AdmissionGate late = AdmissionGate.builder("late", 1).build();

	@Test
	void whenAGateIsAddedThenListenersAreToldOnce() {
		List<AdmissionGate> told = new ArrayList<>();
		this.gates.add(this.early);
		this.gates.whenAdded(told::add);
		assertThat(told).containsExactly(this.early);
		this.gates.add(this.late);
		assertThat(told).containsExactly(this.early, this.late);
		assertThat(this.gates.list()).containsExactly(this.early, this.late);
	}

}
