package io.coroutine.benchmarks.micro;

import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.Introspection;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A runtime with one event loop, as it comes: watchdog, introspection and measurements
 * on.
 */
@State(Scope.Benchmark)
public class OneLoop {

	private final Duration stallThreshold;

	private final Introspection introspection;

	private CoroutineRuntime runtime;

	/** With the watchdog's usual threshold. */
	public OneLoop() {
		this(Duration.ofMillis(20), Introspection.FULL);
	}

	@SuppressWarnings("NullAway.Init")
	OneLoop(Duration stallThreshold, Introspection introspection) {
		this.stallThreshold = stallThreshold;
		this.introspection = introspection;
	}

	/** Start the runtime. */
	@Setup
	public void start() {
		this.runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.loops(1)
			.stallThreshold(this.stallThreshold)
			.introspection(this.introspection)
			.start();
	}

	CoroutineRuntime runtime() {
		return this.runtime;
	}

	/** End the runtime. */
	@TearDown
	public void stop() {
		this.runtime.close();
	}

	/**
	 * One whose watchdog never looks, and that keeps no more than numbers.
	 */
	@State(Scope.Benchmark)
	public static class Unwatched extends OneLoop {

		/** With a threshold of a year. */
		public Unwatched() {
			super(Duration.ofDays(365), Introspection.COUNTING);
		}

	}

}
