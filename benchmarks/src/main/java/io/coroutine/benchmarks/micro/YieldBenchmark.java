package io.coroutine.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A switch: two coroutines on one loop yield to one another.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class YieldBenchmark {

	static final int YIELDS = 100_000;

	static final int SWITCHES = 2 * YIELDS;

	@Benchmark
	@OperationsPerInvocation(SWITCHES)
	public void coroutines(OneLoop loop) {
		Threads.yieldToEachOther(loop.runtime()::start, YIELDS);
	}

	@Benchmark
	@OperationsPerInvocation(SWITCHES)
	public void virtualThreads() {
		Threads.yieldToEachOther(Thread::startVirtualThread, YIELDS);
	}

	@Benchmark
	@OperationsPerInvocation(SWITCHES)
	public void kotlin() {
		KotlinPeer.yieldToEachOther(YIELDS);
	}

}
