package io.coroutine.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A switch: control goes to a certain other coroutine, and comes back.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransferBenchmark {

	private static final int ROUNDS = 50_000;

	private static final int SWITCHES = 2 * ROUNDS;

	private static final int THREAD_ROUNDS = 5_000;

	private static final int THREAD_SWITCHES = 2 * THREAD_ROUNDS;

	/** {@code resume} and {@code suspend}. */
	@Benchmark
	@OperationsPerInvocation(SWITCHES)
	public void coroutines(OneLoop loop) {
		Threads.run(loop.runtime()::start, () -> {
			Coroutine other = loop.runtime().coroutine().create(TransferBenchmark::suspendAgainAndAgain);
			for (int i = 0; i < ROUNDS; i++) {
				other.resume();
			}
			other.cancel();
		});
	}

	private static void suspendAgainAndAgain() {
		try {
			while (true) {
				Coroutine.suspend();
			}
		}
		catch (InterruptedException ex) {
			// Cancelled: that is the end
		}
	}

	/** The same as virtual threads do it. */
	@Benchmark
	@OperationsPerInvocation(SWITCHES)
	public void coroutinesByUnpark(OneLoop loop) {
		Threads.handToAndFro(loop.runtime()::start, ROUNDS);
	}

	@Benchmark
	@OperationsPerInvocation(SWITCHES)
	public void virtualThreads() {
		Threads.handToAndFro(Thread::startVirtualThread, ROUNDS);
	}

	@Benchmark
	@OperationsPerInvocation(THREAD_SWITCHES)
	public void platformThreads() {
		Threads.handToAndFro((task) -> new Thread(task).start(), THREAD_ROUNDS);
	}

	/** A generator: it has no stack of its own and cannot wait for anything. */
	@Benchmark
	@OperationsPerInvocation(SWITCHES)
	public void kotlinBySequence() {
		KotlinPeer.generate(ROUNDS);
	}

}
