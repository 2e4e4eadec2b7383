package io.coroutine.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A coroutine that serves a request creates others, which run and end.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForkBenchmark {

	private static final int BATCH = 1_000;

	private static final int BATCHES = 100;

	private static final int FORKED = BATCHES * BATCH;

	/** They take over all that Spring knows of the request. */
	@Benchmark
	@OperationsPerInvocation(FORKED)
	public void inContext(RequestLoop.Inheriting loop) {
		run(loop);
	}

	/** They take over nothing. */
	@Benchmark
	@OperationsPerInvocation(FORKED)
	public void bare(RequestLoop loop) {
		run(loop);
	}

	private static void run(RequestLoop loop) {
		Threads.run(loop.runtime()::start, () -> {
			Runnable end = loop.beginRequest();
			Batches.createAndFinishHere(loop.runtime()::start, BATCHES, BATCH);
			end.run();
		});
	}

}
