package io.coroutine.benchmarks.micro;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Takes a snapshot of the runtime, and of each of its coroutines, ten times a second.
 */
@State(Scope.Benchmark)
public class Observer {

	private static final int PERIOD_MILLIS = 100;

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("observer").factory());

	/** Kept, so that the compiler must not leave the look out. */
	volatile Object[] seen = {};

	/** Begin to look. */
	@Setup
	public void start(OneLoop loop) {
		var _ = this.timer.scheduleAtFixedRate(() -> look(loop.runtime()), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void look(CoroutineRuntime runtime) {
		this.seen = new Object[] { runtime.snapshot(), runtime.coroutines().toList() };
	}

	/** End it. */
	@TearDown
	public void stop() {
		this.timer.shutdownNow();
	}

}
