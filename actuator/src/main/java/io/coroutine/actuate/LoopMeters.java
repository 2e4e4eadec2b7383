package io.coroutine.actuate;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.coroutine.RuntimeSnapshot;
import io.coroutine.StackMode;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.snapshot.LoopTimes;
import io.micrometer.core.instrument.Tags;

/**
 * The meters of one event loop.
 */
final class LoopMeters {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private final SnapshotMeters meters;

	private final int index;

	private final Tags tags;

	LoopMeters(SnapshotMeters meters, int index) {
		this.meters = meters;
		this.index = index;
		this.tags = Tags.of("loop", Integer.toString(index));
	}

	void bind() {
		this.meters.gauge("coroutines.loop.queued", "tasks", "Elements that are ready and wait for their turn",
				this.tags, of(LoopSnapshot::queued));
		this.meters.gauge("coroutines.loop.timers", "timers",
				"Timers of the event loop; a time-out may stay for a while after its wait has ended", this.tags,
				of(LoopSnapshot::timers));
		this.meters.gauge("coroutines.loop.running", null, "Whether the event loop runs a coroutine now: 1 or 0",
				this.tags, of((loop) -> (loop.running()) ? 1 : 0));
		this.meters.counter("coroutines.loop.iterations", "iterations", "Times that the event loop has gone round",
				this.tags, of(LoopSnapshot::iterations));
		this.meters.counter("coroutines.loop.wakeups", "wakeups", "Times that the event loop has slept", this.tags,
				of(LoopSnapshot::wakeups));
		bindTimes();
		bindStalls();
		bindSwitches();
	}

	private void bindTimes() {
		time("running", LoopTimes::running);
		time("polling", LoopTimes::polling);
		time("sleeping", LoopTimes::sleeping);
		Utilization utilization = new Utilization();
		this.meters.gauge("coroutines.loop.utilization", null,
				"Part of the time in which the event loop did not sleep, over the last second or more: 0 to 1",
				this.tags, of((loop) -> utilization.update(loop.times())));
	}

	private void time(String activity, ToLongFunction<LoopTimes> nanos) {
		this.meters.counter("coroutines.loop.time", "seconds", "Time that the event loop has spent, by activity",
				this.tags.and("activity", activity), of((loop) -> nanos.applyAsLong(loop.times()) / NANOS_PER_SECOND));
	}

	private void bindStalls() {
		this.meters.gauge("coroutines.loop.stalled", null,
				"Whether a coroutine occupies the event loop for too long and no carrier has taken it over: 1 or 0",
				this.tags, of((loop) -> (loop.stalled()) ? 1 : 0));
		this.meters.counter("coroutines.stalls", "stalls",
				"Times that a coroutine has occupied the event loop for too long", this.tags, of(LoopSnapshot::stalls));
	}

	/**
	 * Only coroutines on shared stacks are switched by the loops; private stacks are
	 * switched by the operating system.
	 */
	private void bindSwitches() {
		Tags shared = this.tags.and(CoroutineMetrics.STACK_MODE, Names.of(StackMode.SHARED));
		this.meters.counter("coroutines.switches", "switches", "Times that a coroutine was given the carrier", shared,
				of(LoopSnapshot::switches));
		this.meters.counter("coroutines.switches.adopted", "switches",
				"Switches to virtual threads that the application has started itself inside of coroutines", shared,
				of(LoopSnapshot::adoptedSwitches));
	}

	private ToDoubleFunction<RuntimeSnapshot> of(ToDoubleFunction<LoopSnapshot> value) {
		return (snapshot) -> value.applyAsDouble(snapshot.loops().get(this.index));
	}

}
