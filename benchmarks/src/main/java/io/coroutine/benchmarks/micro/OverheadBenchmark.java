package io.coroutine.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * What it costs a switch that the runtime looks at itself.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OverheadBenchmark {

	/** Everything is on, and somebody looks ten times a second. */
	@Benchmark
	@OperationsPerInvocation(YieldBenchmark.SWITCHES)
	public void observed(OneLoop loop, Observer observer) {
		Threads.yieldToEachOther(loop.runtime()::start, YieldBenchmark.YIELDS);
	}

	/** Everything is on. */
	@Benchmark
	@OperationsPerInvocation(YieldBenchmark.SWITCHES)
	public void watched(OneLoop loop) {
		Threads.yieldToEachOther(loop.runtime()::start, YieldBenchmark.YIELDS);
	}

	/** Watchdog and introspection are off. */
	@Benchmark
	@OperationsPerInvocation(YieldBenchmark.SWITCHES)
	public void unwatched(OneLoop.Unwatched loop) {
		Threads.yieldToEachOther(loop.runtime()::start, YieldBenchmark.YIELDS);
	}

}
