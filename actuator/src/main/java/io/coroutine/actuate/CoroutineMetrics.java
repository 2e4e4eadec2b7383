package io.coroutine.actuate;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.RuntimeSnapshot;
import io.coroutine.RuntimeSnapshot.ModeSnapshot;
import io.coroutine.StackMode;
import io.coroutine.scheduler.LatencySnapshot;
import io.coroutine.scheduler.LoopSnapshot;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * {@link MeterBinder} for the numbers of a {@link CoroutineRuntime}. How many meters
 * there are depends on the number of event loops and hooks only. Meters that are read
 * together share one snapshot.
 */
public final class CoroutineMetrics implements MeterBinder {

	private static final String COROUTINES = "coroutines";

	private static final String STACK_MODE = "stack.mode";

	private final CoroutineRuntime runtime;

	private final List<Hook> hooks;

	// Held here, as a registry holds what its meters read only weakly
	private final SnapshotCache snapshots;

	CoroutineMetrics(CoroutineRuntime runtime, List<Hook> hooks, Clock clock) {
		this.runtime = runtime;
		this.hooks = List.copyOf(hooks);
		this.snapshots = new SnapshotCache(runtime, clock);
	}

	/**
	 * Create the binder.
	 * @param runtime the runtime to measure
	 * @param hooks the hooks of the application
	 * @return the binder
	 */
	public static CoroutineMetrics of(CoroutineRuntime runtime, List<Hook> hooks) {
		return new CoroutineMetrics(runtime, hooks, Clock.SYSTEM);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("coroutines.engine", () -> 1)
			.description("Always 1; the tag tells which engine runs the coroutines")
			.tag("engine", Names.of(this.runtime.engine()))
			.register(registry);
		for (StackMode mode : StackMode.values()) {
			bindMode(registry, mode);
		}
		bindHandOvers(registry);
		for (int index = 0; index < this.snapshots.get().loops().size(); index++) {
			bindLoop(registry, index);
			bindSwitches(registry, index);
		}
		for (Hook hook : this.hooks) {
			Gauge.builder("coroutines.hook.active", hook, (state) -> (state.status().inForce()) ? 1 : 0)
				.description("Whether the hook is in force: 1 or 0")
				.tag("hook", hook.name())
				.strongReference(true)
				.register(registry);
		}
	}

	private void bindMode(MeterRegistry registry, StackMode mode) {
		Tags tags = Tags.of(STACK_MODE, Names.of(mode));
		live(registry, mode, tags.and("state", "runnable"), ModeSnapshot::runnable);
		live(registry, mode, tags.and("state", "running"), ModeSnapshot::running);
		live(registry, mode, tags.and("state", "waiting"), ModeSnapshot::waiting);
		counter(registry, "coroutines.started", COROUTINES, "Coroutines that have been started", tags,
				(snapshot) -> mode(snapshot, mode).counts().started());
		counter(registry, "coroutines.finished", COROUTINES, "Coroutines that have ended", tags,
				(snapshot) -> mode(snapshot, mode).counts().finished());
		counter(registry, "coroutines.failed", COROUTINES, "Coroutines that have ended with an exception", tags,
				(snapshot) -> mode(snapshot, mode).counts().failed());
	}

	private void live(MeterRegistry registry, StackMode mode, Tags tags, ToLongFunction<ModeSnapshot> value) {
		gauge(registry, "coroutines.live", COROUTINES, "Coroutines that live, by state", tags,
				(snapshot) -> value.applyAsLong(mode(snapshot, mode)));
	}

	private void bindHandOvers(MeterRegistry registry) {
		String description = "Times that a stalled event loop was taken over by a spare carrier, or could not be";
		counter(registry, "coroutines.handovers", "handovers", description, Tags.of("outcome", "done"),
				RuntimeSnapshot::handOvers);
		counter(registry, "coroutines.handovers", "handovers", description, Tags.of("outcome", "refused"),
				RuntimeSnapshot::refusedHandOvers);
		gauge(registry, "coroutines.carriers.spare", "threads", "Carriers that wait for an event loop", Tags.empty(),
				RuntimeSnapshot::spareCarriers);
	}

	private void bindLoop(MeterRegistry registry, int index) {
		Tags tags = Tags.of("loop", Integer.toString(index));
		gauge(registry, "coroutines.loop.queued", "tasks", "Elements that are ready and wait for their turn", tags,
				(snapshot) -> loop(snapshot, index).queued());
		gauge(registry, "coroutines.loop.running", null, "Whether the event loop runs a coroutine now: 1 or 0", tags,
				(snapshot) -> (loop(snapshot, index).running()) ? 1 : 0);
		counter(registry, "coroutines.loop.iterations", "iterations", "Times that the event loop has gone round", tags,
				(snapshot) -> loop(snapshot, index).iterations());
		counter(registry, "coroutines.loop.wakeups", "wakeups", "Times that the event loop has slept", tags,
				(snapshot) -> loop(snapshot, index).wakeups());
	}

	/**
	 * Only coroutines on shared stacks are switched by the loops; private stacks are
	 * switched by the operating system.
	 */
	private void bindSwitches(MeterRegistry registry, int index) {
		Tags tags = Tags.of("loop", Integer.toString(index), STACK_MODE, Names.of(StackMode.SHARED));
		counter(registry, "coroutines.switches", "switches", "Times that a coroutine was given the carrier", tags,
				(snapshot) -> loop(snapshot, index).switches());
		counter(registry, "coroutines.switches.adopted", "switches",
				"Switches to virtual threads that the application has started itself inside of coroutines", tags,
				(snapshot) -> loop(snapshot, index).adoptedSwitches());
		latency(registry, "coroutines.switch.latency.percentile", tags.and("phi", "0.5"), index, LatencySnapshot::p50);
		latency(registry, "coroutines.switch.latency.percentile", tags.and("phi", "0.99"), index, LatencySnapshot::p99);
		latency(registry, "coroutines.switch.latency.max", tags, index, LatencySnapshot::max);
	}

	private void latency(MeterRegistry registry, String name, Tags tags, int index,
			ToLongFunction<LatencySnapshot> value) {
		TimeGauge
			.builder(name, this.snapshots, TimeUnit.NANOSECONDS,
					(cache) -> value.applyAsLong(loop(cache.get(), index).switchLatency()))
			.description("Time from runnable to running, since the start")
			.tags(tags)
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, @Nullable String unit, String description, Tags tags,
			ToLongFunction<RuntimeSnapshot> value) {
		Gauge.builder(name, this.snapshots, (cache) -> value.applyAsLong(cache.get()))
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, String unit, String description, Tags tags,
			ToLongFunction<RuntimeSnapshot> value) {
		FunctionCounter.builder(name, this.snapshots, (cache) -> value.applyAsLong(cache.get()))
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.register(registry);
	}

	private static LoopSnapshot loop(RuntimeSnapshot snapshot, int index) {
		return snapshot.loops().get(index);
	}

	private static ModeSnapshot mode(RuntimeSnapshot snapshot, StackMode mode) {
		ModeSnapshot found = snapshot.modes().get(mode);
		if (found == null) {
			throw new IllegalStateException("The snapshot knows nothing of " + mode);
		}
		return found;
	}

}
