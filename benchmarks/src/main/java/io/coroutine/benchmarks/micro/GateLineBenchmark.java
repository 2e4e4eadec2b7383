package io.coroutine.benchmarks.micro;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.coroutine.admission.AdmissionGate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * Two want the same permit all the time, with a time-out: each waits for the other.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GateLineBenchmark {

	private static final int ROUNDS = 50_000;

	private static final int HAND_OVERS = 2 * ROUNDS;

	private static final int SECONDS = 30;

	@Benchmark
	@OperationsPerInvocation(HAND_OVERS)
	public void gate(OneLoop loop) {
		AdmissionGate gate = AdmissionGate.builder("benchmark", 1).build();
		contend(loop.runtime()::start, gate::acquire, gate::release);
	}

	@Benchmark
	@OperationsPerInvocation(HAND_OVERS)
	public void fairSemaphore(OneLoop loop) {
		Semaphore semaphore = new Semaphore(1, true);
		contend(loop.runtime()::start, () -> semaphore.tryAcquire(SECONDS, TimeUnit.SECONDS), semaphore::release);
	}

	private static void contend(Executor threads, Threads.Interruptible acquire, Runnable release) {
		CountDownLatch done = new CountDownLatch(2);
		Runnable task = () -> {
			for (int i = 0; i < ROUNDS; i++) {
				Threads.uninterrupted(acquire);
				Thread.yield();
				release.run();
			}
			done.countDown();
		};
		threads.execute(() -> {
			threads.execute(task);
			task.run();
		});
		Threads.await(done);
	}

}
