package io.coroutine.benchmarks.compare;

import io.coroutine.benchmarks.support.ProcessUsage;

/**
 * A round of one mode.
 *
 * @param load what the load generator saw
 * @param usage what the server used meanwhile
 */
record Measurement(WrkReport load, ProcessUsage.Difference usage) {

	double requestsPerSecond() {
		return this.load.requests() / this.load.seconds();
	}

	double cpuMicrosPerRequest() {
		return (double) this.usage.cpuMicros() / this.load.requests();
	}

	double switchesPerRequest() {
		return (double) this.usage.switches() / this.load.requests();
	}

}
