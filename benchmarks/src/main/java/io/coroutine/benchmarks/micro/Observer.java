package io.coroutine.benchmarks.micro;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Takes a snapshot of the runtime ten times a second.
 */
@State(Scope.Benchmark)
public class Observer {

	private static final int PERIOD_MILLIS = 100;

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("observer").factory());

	/** Begin to look. */
	@Setup
	public void start(OneLoop loop) {
		this.timer.scheduleAtFixedRate(loop.runtime()::snapshot, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
	}

	/** End it. */
	@TearDown
	public void stop() {
		this.timer.shutdownNow();
	}

}
