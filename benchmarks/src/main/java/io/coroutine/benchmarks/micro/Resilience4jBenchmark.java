package io.coroutine.benchmarks.micro;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.coroutine.spring.resilience4j.CoroutineTimeLimiter;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A call from a coroutine that succeeds, through one of Resilience4j's patterns with its
 * usual settings. All but the time limiter are Resilience4j's own code.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class Resilience4jBenchmark {

	private long calls;

	private final Callable<Long> call = () -> ++this.calls;

	/** Ours, which cancels the coroutine at the deadline. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void timeLimiter(OneLoop loop) {
		Turns.run(loop.runtime(), CoroutineTimeLimiter.of(loop.runtime())
			.decorateCallable(TimeLimiter.of(Duration.ofSeconds(30)), this.call));
	}

	/** Closed. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void circuitBreaker(OneLoop loop) {
		Turns.run(loop.runtime(), CircuitBreaker.decorateCallable(CircuitBreaker.ofDefaults("calls"), this.call));
	}

	/** With a free place. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void bulkhead(OneLoop loop) {
		Turns.run(loop.runtime(), Bulkhead.decorateCallable(Bulkhead.ofDefaults("calls"), this.call));
	}

	/** Far from its limit. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void rateLimiter(OneLoop loop) {
		RateLimiterConfig config = RateLimiterConfig.custom().limitForPeriod(Integer.MAX_VALUE).build();
		Turns.run(loop.runtime(), RateLimiter.decorateCallable(RateLimiter.of("calls", config), this.call));
	}

	/** After a first attempt that succeeds. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void retry(OneLoop loop) {
		Turns.run(loop.runtime(), Retry.decorateCallable(Retry.ofDefaults("calls"), this.call));
	}

	/** The call alone. */
	@Benchmark
	@OperationsPerInvocation(Turns.OPERATIONS)
	public void plain(OneLoop loop) {
		Turns.run(loop.runtime(), this.call);
	}

}
