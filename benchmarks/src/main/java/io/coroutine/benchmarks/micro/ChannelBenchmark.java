package io.coroutine.benchmarks.micro;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

import io.coroutine.channel.Channel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * A value goes from one to another by a channel without room, and comes back by a second
 * one: sender and receiver meet.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChannelBenchmark {

	private static final int ROUNDS = 50_000;

	private static final int HAND_OVERS = 2 * ROUNDS;

	@Benchmark
	@OperationsPerInvocation(HAND_OVERS)
	public void coroutines(OneLoop loop) {
		Channel<Integer> there = Channel.ofCapacity(0);
		Channel<Integer> back = Channel.ofCapacity(0);
		Messages.handToAndFro(loop.runtime()::start, there::send, there::receive, back::send, back::receive, ROUNDS);
	}

	@Benchmark
	@OperationsPerInvocation(HAND_OVERS)
	public void virtualThreads() {
		SynchronousQueue<Integer> there = new SynchronousQueue<>();
		SynchronousQueue<Integer> back = new SynchronousQueue<>();
		Messages.handToAndFro(Thread::startVirtualThread, there::put, there::take, back::put, back::take, ROUNDS);
	}

	@Benchmark
	@OperationsPerInvocation(HAND_OVERS)
	public void kotlin() {
		KotlinPeer.handToAndFro(ROUNDS);
	}

}
