package io.coroutine.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * One is created by another of its kind, runs and ends.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CreateBenchmark {

	private static final int BATCH = 1_000;

	private static final int BATCHES = 100;

	private static final int CREATED = BATCHES * BATCH;

	@Benchmark
	@OperationsPerInvocation(CREATED)
	public void coroutines(OneLoop loop) {
		Batches.createAndFinish(loop.runtime()::start, BATCHES, BATCH);
	}

	@Benchmark
	@OperationsPerInvocation(CREATED)
	public void virtualThreads() {
		Batches.createAndFinish(Thread::startVirtualThread, BATCHES, BATCH);
	}

	/** One after the other, as several run at a time. */
	@Benchmark
	public void platformThreads() throws InterruptedException {
		Thread thread = new Thread(() -> {
		});
		thread.start();
		thread.join();
	}

	@Benchmark
	@OperationsPerInvocation(CREATED)
	public void kotlin() {
		KotlinPeer.createAndFinish(BATCHES, BATCH);
	}

}
