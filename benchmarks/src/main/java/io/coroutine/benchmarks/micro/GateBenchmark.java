package io.coroutine.benchmarks.micro;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.coroutine.admission.AdmissionGate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A permit that is free is taken and given back, from a coroutine.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GateBenchmark {

	private static final int TIMES = 100_000;

	private static final int PERMITS = 10;

	@Benchmark
	@OperationsPerInvocation(TIMES)
	public void gate(OneLoop loop) {
		AdmissionGate gate = AdmissionGate.builder("benchmark", PERMITS).build();
		Threads.run(loop.runtime()::start, () -> {
			for (int i = 0; i < TIMES; i++) {
				Threads.uninterrupted(gate::acquire);
				gate.release();
			}
		});
	}

	@Benchmark
	@OperationsPerInvocation(TIMES)
	public void fairSemaphore(OneLoop loop) {
		Semaphore semaphore = new Semaphore(PERMITS, true);
		Threads.run(loop.runtime()::start, () -> {
			for (int i = 0; i < TIMES; i++) {
				Threads.uninterrupted(semaphore::acquire);
				semaphore.release();
			}
		});
	}

}
