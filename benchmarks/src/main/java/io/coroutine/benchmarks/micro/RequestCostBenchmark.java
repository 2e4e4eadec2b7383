package io.coroutine.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * What is done for each request before and after its handler, if it is asked for, from
 * the coroutine of the request.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestCostBenchmark {

	/** The valve lets the request in and out, nobody waits. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void admission(OneLoop loop, RequestParts parts) {
		Turns.run(loop.runtime(), parts::passGate);
	}

	/** The interceptor sets a deadline and takes it back. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void deadline(OneLoop loop, RequestParts parts) {
		Turns.run(loop.runtime(), () -> parts.intercept(parts.general()));
	}

	/** The same, and the time is that in a header. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void deadlineOfHeader(OneLoop loop, RequestParts parts) {
		Turns.run(loop.runtime(), () -> parts.intercept(parts.byHeader()));
	}

	/** The interceptor finds that the request has no deadline. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void noDeadline(OneLoop loop, RequestParts parts) {
		Turns.run(loop.runtime(), () -> parts.intercept(parts.unlimited()));
	}

	/** Nothing but the next valve. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void nothing(OneLoop loop, RequestParts parts) {
		Turns.run(loop.runtime(), parts::passNoGate);
	}

}
