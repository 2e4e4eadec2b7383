package io.coroutine.benchmarks.compare;

import java.net.URI;

import io.coroutine.benchmarks.support.ChildProcess;

/**
 * The sample, running in one mode.
 *
 * @param process its process
 * @param base where it answers
 */
record SampleServer(ChildProcess process, URI base) {

	URI uri(Scenario scenario) {
		return this.base.resolve(scenario.path());
	}

}
