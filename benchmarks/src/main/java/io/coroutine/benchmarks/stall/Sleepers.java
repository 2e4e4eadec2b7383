package io.coroutine.benchmarks.stall;

import java.util.Locale;
import java.util.concurrent.Executor;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.benchmarks.stall.Latencies.Latency;
import org.HdrHistogram.Histogram;

/**
 * One busy coroutine on every loop, beside coroutines that sleep; the same on virtual
 * threads, with as many carriers.
 */
final class Sleepers {

	static final String COROUTINES = "coroutines";

	static final String VIRTUAL_THREADS = "virtual threads";

	private static final int LOOPS = Runtime.getRuntime().availableProcessors();

	private final StallOptions options;

	private final Latencies latencies = new Latencies();

	Sleepers(StallOptions options) {
		this.options = options;
	}

	/**
	 * Run a round of each.
	 */
	void round() throws InterruptedException {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.loops(LOOPS)
			.start()) {
			round(COROUTINES, runtime::start);
		}
		round(VIRTUAL_THREADS, Thread::startVirtualThread);
	}

	private void round(String who, Executor threads) throws InterruptedException {
		Histogram late = new SleeperRound(threads).run(this.options.sleepers(), LOOPS, this.options.busy());
		Latency latency = Latency.ofNanos(late.getValueAtPercentile(50), late.getValueAtPercentile(99),
				late.getMaxValue());
		this.latencies.add(who, latency);
		System.out.printf(Locale.ROOT, "sleepers, %-16s %8.1f ms p99, %8.1f ms at the most%n", who, latency.p99(),
				latency.max());
	}

	Latencies latencies() {
		return this.latencies;
	}

}
