package io.coroutine.actuate;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.RuntimeSnapshot;
import io.coroutine.RuntimeSnapshot.ModeSnapshot;
import io.coroutine.StackMode;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.snapshot.NameLookupCounts;
import io.coroutine.snapshot.NameLookupSource;
import io.coroutine.snapshot.SocketKind;
import io.coroutine.snapshot.StackUse;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for the numbers of a {@link CoroutineRuntime}. How many meters
 * there are depends on the number of event loops and hooks only. Meters that are read
 * together share one snapshot. A thread passes the measured latencies on to timers, once
 * something is bound, until {@link #close()}.
 */
public final class CoroutineMetrics implements MeterBinder, AutoCloseable {

	static final String STACK_MODE = "stack.mode";

	private static final String COROUTINES = "coroutines";

	private static final String LOOP = "loop";

	private static final String SWITCH_LATENCY = "coroutines.switch.latency";

	private static final String SWITCH_LATENCY_DESCRIPTION = "Time from runnable to running, of 1 switch in 32; "
			+ "with private stacks from start to running, of all";

	private final CoroutineRuntime runtime;

	private final List<Hook> hooks;

	private final LatencyTimers timers = new LatencyTimers();

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
		SnapshotMeters meters = new SnapshotMeters(registry, this.snapshots);
		for (StackMode mode : StackMode.values()) {
			bindMode(meters, mode);
		}
		bindPrivateStacks(meters);
		bindCarriers(meters);
		for (SocketKind kind : this.snapshots.get().socketsWaiting().keySet()) {
			meters.gauge("coroutines.sockets.waiting", "sockets", "Waits for sockets, by what these are used for",
					Tags.of("kind", Names.of(kind)), (snapshot) -> waiting(snapshot, kind));
		}
		for (int index = 0; index < this.snapshots.get().loops().size(); index++) {
			new LoopMeters(meters, index).bind();
		}
		bindLatencies(registry);
		bindHooks(registry);
	}

	private void bindMode(SnapshotMeters meters, StackMode mode) {
		Tags tags = Tags.of(STACK_MODE, Names.of(mode));
		live(meters, mode, tags.and("state", "runnable"), ModeSnapshot::runnable);
		live(meters, mode, tags.and("state", "running"), ModeSnapshot::running);
		live(meters, mode, tags.and("state", "waiting"), ModeSnapshot::waiting);
		meters.counter("coroutines.started", COROUTINES, "Coroutines that have been started", tags,
				(snapshot) -> mode(snapshot, mode).counts().started());
		meters.counter("coroutines.finished", COROUTINES, "Coroutines that have ended", tags,
				(snapshot) -> mode(snapshot, mode).counts().finished());
		meters.counter("coroutines.failed", COROUTINES, "Coroutines that have ended with an exception", tags,
				(snapshot) -> mode(snapshot, mode).counts().failed());
	}

	private static void live(SnapshotMeters meters, StackMode mode, Tags tags, ToLongFunction<ModeSnapshot> value) {
		meters.gauge("coroutines.live", COROUTINES, "Coroutines that live, by state", tags,
				(snapshot) -> value.applyAsLong(mode(snapshot, mode)));
	}

	private static void bindPrivateStacks(SnapshotMeters meters) {
		meters.gauge("coroutines.stack.private.limit", "stacks", "Private stacks that there may be at once",
				Tags.empty(), stacks(StackUse::limit));
		meters.gauge("coroutines.stack.private.in.use", "stacks", "Private stacks in use, by coroutines or calls",
				Tags.empty(), stacks(StackUse::inUse));
		meters.gauge("coroutines.stack.private.queued", COROUTINES, "Coroutines that wait for a private stack",
				Tags.empty(), stacks(StackUse::queued));
		meters.counter("coroutines.stack.private.rejected", COROUTINES,
				"Coroutines that got no private stack as too many waited for one", Tags.empty(),
				stacks(StackUse::rejected));
	}

	private static ToDoubleFunction<RuntimeSnapshot> stacks(ToLongFunction<StackUse> value) {
		return (snapshot) -> value.applyAsLong(snapshot.stackUse());
	}

	private static void bindCarriers(SnapshotMeters meters) {
		String description = "Times that a stalled event loop was taken over by a spare carrier, or could not be";
		meters.counter("coroutines.handovers", "handovers", description, Tags.of("outcome", "done"),
				RuntimeSnapshot::handOvers);
		meters.counter("coroutines.handovers", "handovers", description, Tags.of("outcome", "refused"),
				RuntimeSnapshot::refusedHandOvers);
		meters.gauge("coroutines.carriers.spare", "threads", "Carriers that wait for an event loop", Tags.empty(),
				RuntimeSnapshot::spareCarriers);
		meters.gauge("coroutines.carriers.limit", "threads", "Carriers that there may be beside those of the loops",
				Tags.empty(), RuntimeSnapshot::spareCarrierLimit);
		meters.gauge("coroutines.carriers.extra", "threads",
				"Carriers beyond that limit, as so many are kept by coroutines that wait", Tags.empty(),
				RuntimeSnapshot::extraCarriers);
	}

	private void bindLatencies(MeterRegistry registry) {
		EventLoopGroup loops = Scheduler.behind(this.runtime).loops();
		for (int index = 0; loops != null && index < loops.loops().size(); index++) {
			Tags tags = Tags.of(LOOP, Integer.toString(index));
			this.timers.bind(registry, SWITCH_LATENCY, SWITCH_LATENCY_DESCRIPTION,
					tags.and(STACK_MODE, Names.of(StackMode.SHARED)), loops.readSwitchLatencies(index));
			this.timers.bind(registry, "coroutines.run.slice",
					"How long a coroutine keeps the carrier until it gives it back, of 1 switch in 32", tags,
					loops.readRunSlices(index));
		}
		this.timers.bind(registry, SWITCH_LATENCY, SWITCH_LATENCY_DESCRIPTION,
				Tags.of(LOOP, "none", STACK_MODE, Names.of(StackMode.PRIVATE)),
				Scheduler.behind(this.runtime).readStackStarts());
	}

	private void bindHooks(MeterRegistry registry) {
		Gauge.builder("coroutines.engine", () -> 1)
			.description("Always 1; the tag tells which engine runs the coroutines")
			.tag("engine", Names.of(this.runtime.engine()))
			.register(registry);
		for (Hook hook : this.hooks) {
			Gauge.builder("coroutines.hook.active", hook, (state) -> (state.status().inForce()) ? 1 : 0)
				.description("Whether the hook is in force: 1 or 0")
				.tag("hook", hook.name())
				.strongReference(true)
				.register(registry);
			if (hook instanceof NameLookupSource names) {
				bindNames(registry, names);
			}
		}
	}

	private static void bindNames(MeterRegistry registry, NameLookupSource names) {
		Gauge.builder("coroutines.name.lookups.active", names, (source) -> source.lookups().active())
			.description("Coroutines that wait for the look-up of a name")
			.baseUnit("lookups")
			.strongReference(true)
			.register(registry);
		lookups(registry, names, "found", NameLookupCounts::found);
		lookups(registry, names, "failed", NameLookupCounts::failed);
		lookups(registry, names, "timed-out", NameLookupCounts::timedOut);
	}

	private static void lookups(MeterRegistry registry, NameLookupSource names, String outcome,
			ToLongFunction<NameLookupCounts> value) {
		FunctionCounter.builder("coroutines.name.lookups", names, (source) -> value.applyAsLong(source.lookups()))
			.description("Look-ups of names for coroutines; each that waits for the same one counts")
			.baseUnit("lookups")
			.tag("outcome", outcome)
			.register(registry);
	}

	/**
	 * Pass latencies on to the timers no longer. The other meters stay.
	 */
	@Override
	public void close() {
		this.timers.close();
	}

	/**
	 * Pass on now what has been measured.
	 */
	void feedTimers() {
		this.timers.feedAll();
	}

	private static long waiting(RuntimeSnapshot snapshot, SocketKind kind) {
		return snapshot.socketsWaiting().getOrDefault(kind, 0L);
	}

	private static ModeSnapshot mode(RuntimeSnapshot snapshot, StackMode mode) {
		ModeSnapshot found = snapshot.modes().get(mode);
		if (found == null) {
			throw new IllegalStateException("The snapshot knows nothing of " + mode);
		}
		return found;
	}

}
