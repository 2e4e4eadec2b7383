package io.coroutine.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One of very many that are parked is woken, runs, and parks again.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = "-Xmx6g")
public class ParkBenchmark {

	private static final int BATCH = 1_000;

	private static final int BATCHES = 100;

	private static final int WAKES = BATCHES * BATCH;

	@Benchmark
	@OperationsPerInvocation(WAKES)
	public void coroutines(Coroutines coroutines) {
		coroutines.crowd.wake(BATCHES, BATCH);
	}

	@Benchmark
	@OperationsPerInvocation(WAKES)
	public void virtualThreads(VirtualThreads threads) {
		threads.crowd.wake(BATCHES, BATCH);
	}

	@Benchmark
	@OperationsPerInvocation(WAKES)
	public void kotlin(Kotlin kotlin) {
		kotlin.crowd.wake(BATCHES, BATCH);
	}

	/**
	 * How many there are.
	 */
	@State(Scope.Benchmark)
	public static class Live {

		/** A million. */
		@Param("1000000")
		public int live;

	}

	/**
	 * Coroutines that are parked.
	 */
	@State(Scope.Benchmark)
	@SuppressWarnings("NullAway.Init")
	public static class Coroutines {

		private Crowd crowd;

		/** Start them. */
		@Setup(Level.Trial)
		public void start(OneLoop loop, Live live) {
			this.crowd = new Crowd(loop.runtime()::start, live.live);
		}

		/** End them. */
		@TearDown(Level.Trial)
		public void stop() {
			this.crowd.close();
		}

	}

	/**
	 * Virtual threads that are parked.
	 */
	@State(Scope.Benchmark)
	@SuppressWarnings("NullAway.Init")
	public static class VirtualThreads {

		private Crowd crowd;

		/** Start them. */
		@Setup(Level.Trial)
		public void start(Live live) {
			this.crowd = new Crowd(Thread::startVirtualThread, live.live);
		}

		/** End them. */
		@TearDown(Level.Trial)
		public void stop() {
			this.crowd.close();
		}

	}

	/**
	 * Coroutines of Kotlin that are suspended.
	 */
	@State(Scope.Benchmark)
	@SuppressWarnings("NullAway.Init")
	public static class Kotlin {

		private KotlinCrowd crowd;

		/** Start them. */
		@Setup(Level.Trial)
		public void start(Live live) {
			this.crowd = new KotlinCrowd(live.live);
		}

		/** End them. */
		@TearDown(Level.Trial)
		public void stop() {
			this.crowd.close();
		}

	}

}
