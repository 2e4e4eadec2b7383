package io.coroutine.benchmarks.million;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import javax.management.JMException;
import javax.management.ObjectName;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.benchmarks.support.BenchmarkException;
import io.coroutine.benchmarks.support.TimeLimit;

/**
 * Parks very many coroutines, tells what each takes of the heap, wakes them, and counts
 * those that end.
 */
public final class Million {

	private static final int HISTOGRAM_LINES = 25;

	private static final int PATIENCE_SECONDS = 30;

	private static final int MOST_COLLECTIONS = 10;

	private static final long MEGABYTE = 1 << 20;

	private static final int WARM_UP = 100_000;

	private static final int WARM_UP_ROUNDS = 10;

	private final MillionOptions options;

	private Million(MillionOptions options) {
		this.options = options;
	}

	/**
	 * Run it.
	 * @param args the options
	 */
	public static void main(String[] args) throws InterruptedException {
		if (List.of(args).contains("--help")) {
			System.out.print(MillionOptions.HELP);
			return;
		}
		boolean complete = false;
		try {
			complete = new Million(MillionOptions.parse(args)).run();
		}
		catch (BenchmarkException ex) {
			System.err.println(ex.getMessage());
		}
		System.exit(complete ? 0 : 1);
	}

	private boolean run() throws InterruptedException {
		TimeLimit.exitAfter(this.options.limit());
		int number = this.options.coroutines();
		try (CoroutineRuntime runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.loops(this.options.loops())
			.introspection(this.options.introspection())
			.start()) {
			warmUp(runtime);
			long before = usedHeap();
			ParkedCoroutines coroutines = new ParkedCoroutines(number);
			long begin = System.nanoTime();
			coroutines.start(runtime);
			System.out.printf(Locale.ROOT, "%,d coroutines are parked, on %d loops, after %.1f s%n", number,
					this.options.loops(), since(begin));
			long used = usedHeap() - before;
			System.out.printf(Locale.ROOT, "They take %,d MB of heap, %.0f bytes each%n", used >> 20,
					(double) used / number);
			if (this.options.histogram()) {
				printHistogram();
			}
			return wake(runtime, coroutines);
		}
	}

	private boolean wake(CoroutineRuntime runtime, ParkedCoroutines coroutines) throws InterruptedException {
		int number = this.options.coroutines();
		long begin = System.nanoTime();
		coroutines.wake();
		awaitEnd(runtime);
		int ended = coroutines.count();
		System.out.printf(Locale.ROOT, "%,d of %,d were woken and have ended after %.1f s, %,d are lost%n", ended,
				number, since(begin), number - ended);
		return ended == number;
	}

	/**
	 * Classes, queues and code are not to be counted as heap of the coroutines, and as in
	 * a service that has run for a while, their frames shall be those of compiled code.
	 */
	private static void warmUp(CoroutineRuntime runtime) throws InterruptedException {
		for (int i = 0; i < WARM_UP_ROUNDS; i++) {
			ParkedCoroutines few = new ParkedCoroutines(WARM_UP);
			few.start(runtime);
			few.wake();
			awaitEnd(runtime);
		}
	}

	/** Ends too when there is no hope: a lost coroutine waits for ever. */
	private static void awaitEnd(CoroutineRuntime runtime) throws InterruptedException {
		long live = runtime.snapshot().live();
		long progress = System.nanoTime();
		while (live > 0 && since(progress) < PATIENCE_SECONDS) {
			Thread.sleep(1);
			long now = runtime.snapshot().live();
			if (now != live) {
				live = now;
				progress = System.nanoTime();
			}
		}
	}

	/**
	 * Return the bytes in use once another collection finds nothing more: what has ended
	 * a moment ago may still be held by the thread that ran it.
	 */
	private static long usedHeap() {
		long used = collect();
		for (int i = 0; i < MOST_COLLECTIONS; i++) {
			long before = used;
			used = collect();
			if (before - used < MEGABYTE) {
				break;
			}
		}
		return used;
	}

	private static long collect() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static void printHistogram() {
		try {
			Object histogram = ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[0] }, new String[] { String[].class.getName() });
			System.out
				.println(String.valueOf(histogram).lines().limit(HISTOGRAM_LINES).collect(Collectors.joining("\n")));
		}
		catch (JMException ex) {
			throw new BenchmarkException("This JVM tells no class histogram: " + ex.getMessage(), ex);
		}
	}

	private static double since(long begin) {
		return (System.nanoTime() - begin) / 1e9;
	}

}
