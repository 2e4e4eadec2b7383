package io.coroutine.benchmarks.dump;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

import com.sun.management.ThreadMXBean;
import io.coroutine.CoroutineDump;
import io.coroutine.CoroutineFilter;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.Machine;
import io.coroutine.benchmarks.support.Spread;
import io.coroutine.benchmarks.support.TimeLimit;
import org.HdrHistogram.Histogram;

/**
 * Dumps very many coroutines again and again, and tells what a dump takes and how long
 * requests take beside it.
 */
public final class Dump {

	private static final int GROUPS = 10_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final DumpOptions options;

	private Dump(DumpOptions options) {
		this.options = options;
	}

	/**
	 * Run it. Expects the system property {@code benchmarks.commit}.
	 * @param args the options
	 */
	public static void main(String[] args) throws InterruptedException {
		if (List.of(args).contains("--help")) {
			System.out.print(DumpOptions.HELP);
			return;
		}
		try {
			new Dump(DumpOptions.parse(args)).run();
		}
		catch (BenchmarkException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private void run() throws InterruptedException {
		TimeLimit.exitAfter(this.options.limit());
		System.out.print(Machine.local()
			.describe(Instant.now().truncatedTo(ChronoUnit.MINUTES),
					System.getProperty("benchmarks.commit", "unknown")));
		DeepStacks stacks = new DeepStacks(this.options);
		try (CoroutineRuntime runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.loops(this.options.loops())
			.start(); RequestLoop requests = RequestLoop.start(runtime)) {
			stacks.start(runtime);
			for (int i = 0; i < this.options.dumps(); i++) {
				Sample.of(runtime);
			}
			measure(runtime, requests);
			stacks.end(runtime);
		}
	}

	private void measure(CoroutineRuntime runtime, RequestLoop requests) throws InterruptedException {
		requests.latencies();
		long begin = System.nanoTime();
		Sample[] samples = new Sample[this.options.dumps()];
		for (int i = 0; i < samples.length; i++) {
			samples[i] = Sample.of(runtime);
		}
		long took = System.nanoTime() - begin;
		Histogram beside = requests.latencies();
		Thread.sleep(took / 1_000_000);
		Histogram without = requests.latencies();
		System.out.printf(Locale.ROOT, "%nA dump of %,d coroutines, in %,d groups of up to %d frames:%n",
				samples[0].shown(), samples[0].groups(), samples[0].frames());
		print("seconds", samples, Sample::seconds);
		print("seconds of the CPU", samples, Sample::cpuSeconds);
		print("MB allocated", samples, Sample::megabytes);
		print("Requests beside it", beside);
		print("Requests without it", without);
	}

	private static void print(String what, Sample[] samples, java.util.function.ToDoubleFunction<Sample> value) {
		System.out.printf("  %s %s%n",
				Spread.of(DoubleStream.of(List.of(samples).stream().mapToDouble(value).toArray())), what);
	}

	private static void print(String which, Histogram latencies) {
		System.out.printf(Locale.ROOT, "%s: p50 %.3f ms, p99 %.3f ms, longest %.3f ms, of %,d%n", which,
				latencies.getValueAtPercentile(50) / 1e6, latencies.getValueAtPercentile(99) / 1e6,
				latencies.getMaxValue() / 1e6, latencies.getTotalCount());
	}

	/**
	 * What one dump took.
	 *
	 * @param seconds of the clock
	 * @param cpuSeconds of the CPU
	 * @param megabytes allocated, in all
	 * @param shown how many coroutines were shown
	 * @param groups in how many groups
	 * @param frames how many frames the longest stack had
	 */
	record Sample(double seconds, double cpuSeconds, double megabytes, long shown, int groups, int frames) {

		static Sample of(CoroutineRuntime runtime) {
			long allocated = THREADS.getCurrentThreadAllocatedBytes();
			long cpu = THREADS.getCurrentThreadCpuTime();
			long begin = System.nanoTime();
			CoroutineDump dump = runtime.dump(CoroutineFilter.ALL, GROUPS);
			return new Sample((System.nanoTime() - begin) / 1e9, (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9,
					(THREADS.getCurrentThreadAllocatedBytes() - allocated) / 1e6, dump.shown(), dump.groups().size(),
					dump.groups().stream().mapToInt((group) -> group.frames().size()).max().orElse(0));
		}

	}

}
