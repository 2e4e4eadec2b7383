package io.coroutine.internal.loop;

import java.util.concurrent.TimeUnit;

import io.coroutine.internal.measure.LoopClock;
import io.coroutine.internal.measure.LoopStatistics;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the recording of latencies adds to a switch: one in {@link LoopFiber#SAMPLING}
 * reads the clock three times and goes into two histograms, for the switch latency and
 * the run slice; and what the change of activities adds to an iteration of a loop. It
 * cannot be switched off, so its parts are measured by themselves; in a switch some of it
 * overlaps with other work, so this is rather too much than too little.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class RecordingBenchmark {

	private final LoopStatistics statistics = new LoopStatistics();

	@Benchmark
	@OperationsPerInvocation(LoopFiber.SAMPLING)
	public void recording() {
		long ready = System.nanoTime();
		long running = System.nanoTime();
		this.statistics.switched(running - ready);
		this.statistics.sliceEnded(System.nanoTime() - running);
	}

	@Benchmark
	public void activities() {
		this.statistics.clock().enter(LoopClock.RUNNING);
		this.statistics.clock().enter(LoopClock.POLLING);
	}

}
