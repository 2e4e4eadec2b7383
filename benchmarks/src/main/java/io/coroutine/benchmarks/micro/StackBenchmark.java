package io.coroutine.benchmarks.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.coroutine.Blocking;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A coroutine that has thread-locals, as a request has, changes to a private stack and
 * back; and what a platform thread alone costs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StackBenchmark {

	private static final int CALLS = 200;

	private static final List<ThreadLocal<Integer>> LOCALS = IntStream.range(0, 20)
		.mapToObj((index) -> new ThreadLocal<Integer>())
		.toList();

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public void blockingCalls(OneLoop loop) {
		Threads.run(loop.runtime()::start, () -> {
			LOCALS.forEach((local) -> local.set(1));
			for (int i = 0; i < CALLS; i++) {
				Blocking.run(StackBenchmark::nothing);
			}
		});
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public void platformThreads() throws InterruptedException {
		for (int i = 0; i < CALLS; i++) {
			Thread thread = new Thread(StackBenchmark::nothing);
			thread.start();
			thread.join();
		}
	}

	private static void nothing() {
	}

}
