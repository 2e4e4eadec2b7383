package io.coroutine.internal.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberRegistries;
import io.coroutine.internal.jdk.JvmExit;
import io.coroutine.internal.loop.Alarm;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.loop.LoopAlarm;
import io.coroutine.internal.loop.LoopFiber;
import io.coroutine.internal.measure.Latencies;
import io.coroutine.internal.measure.LatencyReader;
import io.coroutine.internal.measure.LoopStatistics;
import io.coroutine.internal.stack.BlockingCall;
import io.coroutine.internal.stack.PrivateStacks;
import io.coroutine.internal.stack.StackThreads;
import io.coroutine.snapshot.CoroutineCounts;
import io.coroutine.snapshot.LatencySnapshot;
import io.coroutine.snapshot.LoopSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines on event loops.
 */
public final class EventLoopScheduler implements Scheduler {

	private static final Duration CARRIER_TIMEOUT = Duration.ofSeconds(1);

	private final EventLoopGroup group;

	private final PrivateStacks privateStacks;

	private final FiberRegistries registries;

	private final boolean detailed;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final ShutdownActions onShutdown = new ShutdownActions();

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
		this.group = group;
		this.privateStacks = new PrivateStacks(privateStackLimit, privateStackQueue, StackThreads.PLATFORM);
		this.detailed = detailed;
		this.registries = new FiberRegistries(
				Stream.concat(Stream.of(this.privateStacks.fibers()), group.loops().stream().map(EventLoop::fibers))
					.toList());
		this.registries.belongTo(this, detailed);
	}

	@Override
	public Fiber create(@Nullable String name, long stackBytes, Runnable task) {
		if (stackBytes != SHARED_STACK) {
			return this.privateStacks.create(name, stackBytes, task);
		}
		LoopFiber fiber = new LoopFiber(name, task, this.group.choose());
		if (name == null && this.detailed) {
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
	public <T extends @Nullable Object> T callOnPrivateStack(Fiber caller, long stackBytes, Callable<T> task) {
		return BlockingCall.call(caller, this.privateStacks, stackBytes, task);
	}

	@Override
	public EventLoopGroup loops() {
		return this.group;
	}

	@Override
	public List<Fiber> live() {
		return this.registries.live();
	}

	@Override
	public List<Fiber> sample(int size) {
		return this.registries.sample(size);
	}

	@Override
	public @Nullable Fiber find(long id) {
		return this.registries.find(id);
	}

	@Override
	public SchedulerSnapshot snapshot() {
		List<LoopSnapshot> loops = this.group.loops().stream().map(EventLoop::snapshot).toList();
		CoroutineCounts shared = loops.stream()
			.map(LoopSnapshot::coroutines)
			.reduce(CoroutineCounts.NONE, CoroutineCounts::plus);
		return new SchedulerSnapshot(shared, this.privateStacks.fibers().counts(), this.privateStacks.states(),
				this.privateStacks.use(), this.privateStacks.starts().snapshot(), loops,
				merge(LoopStatistics::switchLatencies), merge(LoopStatistics::runSlices),
				this.group.watchdog().handOvers(), this.group.watchdog().refused(), this.group.spareCarriers(),
				this.group.spareCarrierLimit(), this.group.extraCarriers(), this.group.socketsWaiting());
	}

	private LatencySnapshot merge(Function<LoopStatistics, Latencies> which) {
		return Latencies.merge(this.group.loops().stream().map((loop) -> which.apply(loop.statistics())).toList());
	}

	@Override
	public LatencyReader readStackStarts() {
		return this.privateStacks.starts().reader();
	}

	@Override
	public ShutdownActions onShutdown() {
		return this.onShutdown;
	}

	@Override
	public int shutdown(Duration grace) {
		if (this.group.isCalledByLoop()) {
			throw new IllegalStateException("A task of an event loop can not shut down its own runtime, "
					+ "as the loop would wait for itself: start a coroutine that does");
		}
		if (!this.closed.compareAndSet(false, true)) {
			return 0;
		}
		this.registries.close();
		this.onShutdown.run();
		int left = Shutdown.endAll(this.registries, grace, this.onShutdown.frames());
		if (!JvmExit.hasBegun()) {
			this.group.stop(CARRIER_TIMEOUT);
		}
		return left;
	}

}
