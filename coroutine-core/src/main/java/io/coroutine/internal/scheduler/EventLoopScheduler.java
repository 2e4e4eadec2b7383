package io.coroutine.internal.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.jdk.JvmExit;
import io.coroutine.internal.loop.Alarm;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.loop.LoopAlarm;
import io.coroutine.internal.loop.LoopFiber;
import io.coroutine.internal.measure.Latencies;
import io.coroutine.internal.measure.LoopStatistics;
import io.coroutine.internal.stack.PrivateStacks;
import io.coroutine.snapshot.CoroutineCounts;
import io.coroutine.snapshot.LatencySnapshot;
import io.coroutine.snapshot.LoopSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines on event loops.
 */
public final class EventLoopScheduler extends AbstractScheduler {

	private static final Duration CARRIER_TIMEOUT = Duration.ofSeconds(1);

	private final EventLoopGroup group;

	/**
	 * Create the scheduler, detailed.
	 * @param group the running loops
	 * @param privateStackLimit how many private stacks there may be at once
	 * @param privateStackQueue how many coroutines may wait for one
	 */
	public EventLoopScheduler(EventLoopGroup group, int privateStackLimit, int privateStackQueue) {
		this(group, privateStackLimit, privateStackQueue, true);
	}

	/**
	 * Create the scheduler.
	 * @param group the running loops
	 * @param privateStackLimit how many private stacks there may be at once
	 * @param privateStackQueue how many coroutines may wait for one
	 * @param detailed whether coroutines have a start time, and each a name of its own
	 */
	public EventLoopScheduler(EventLoopGroup group, int privateStackLimit, int privateStackQueue, boolean detailed) {
		super(privateStackLimit, privateStackQueue, detailed, group.loops().stream().map(EventLoop::fibers).toList());
		this.group = group;
	}

	@Override
	Fiber createShared(@Nullable String name, Runnable task) {
		LoopFiber fiber = new LoopFiber(name, task, this.group.choose());
		if (name == null && isDetailed()) {
			fiber.nameAfterNumber();
		}
		return fiber;
	}

	@Override
	public Alarm alarm(long nanos, Runnable task) {
		return LoopAlarm.set((due) -> start(null, SHARED_STACK, due), this.group.choose(), System.nanoTime() + nanos,
				task);
	}

	@Override
	public EventLoopGroup loops() {
		return this.group;
	}

	@Override
	public SchedulerSnapshot snapshot() {
		List<LoopSnapshot> loops = this.group.loops().stream().map(EventLoop::snapshot).toList();
		CoroutineCounts shared = loops.stream()
			.map(LoopSnapshot::coroutines)
			.reduce(CoroutineCounts.NONE, CoroutineCounts::plus);
		PrivateStacks privateStacks = privateStacks();
		return new SchedulerSnapshot(shared, privateStacks.fibers().counts(), privateStacks.states(),
				privateStacks.use(), privateStacks.starts().snapshot(), loops, merge(LoopStatistics::switchLatencies),
				merge(LoopStatistics::runSlices), this.group.watchdog().handOvers(), this.group.watchdog().refused(),
				this.group.spareCarriers(), this.group.spareCarrierLimit(), this.group.extraCarriers(),
				this.group.socketsWaiting());
	}

	private LatencySnapshot merge(Function<LoopStatistics, Latencies> which) {
		return Latencies.merge(this.group.loops().stream().map((loop) -> which.apply(loop.statistics())).toList());
	}

	@Override
	void checkShutdown() {
		if (this.group.isCalledByLoop()) {
			throw new IllegalStateException("A task of an event loop cannot shut down its own runtime, "
					+ "as the loop would wait for itself: start a coroutine that does");
		}
	}

	@Override
	void endLoops() {
		if (!JvmExit.hasBegun()) {
			this.group.stop(CARRIER_TIMEOUT);
		}
	}

}
