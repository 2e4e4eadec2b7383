package io.coroutine.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.coroutine.jdk.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines on event loops.
 */
public final class EventLoopScheduler implements Scheduler {

	private static final Duration CARRIER_TIMEOUT = Duration.ofSeconds(1);

	private final EventLoopGroup group;

	private final PrivateStacks privateStacks;

	private final AtomicLong ids = new AtomicLong();

	private final AtomicBoolean closed = new AtomicBoolean();

	private final ShutdownActions onShutdown = new ShutdownActions();

	/**
	 * Create the scheduler.
	 * @param group the running loops
	 * @param privateStackLimit how many private stacks there may be at once
	 * @param privateStackQueue how many coroutines may wait for one
	 */
	public EventLoopScheduler(EventLoopGroup group, int privateStackLimit, int privateStackQueue) {
		this.group = group;
		this.privateStacks = new PrivateStacks(privateStackLimit, privateStackQueue, StackThreads.PLATFORM);
		this.privateStacks.fibers().belongTo(this);
		group.loops().forEach((loop) -> loop.fibers().belongTo(this));
	}

	static boolean isPossible() {
		return VirtualThreads.unavailableReason() == null;
	}

	@Override
	public Fiber create(@Nullable String name, long stackBytes, Runnable task) {
		long id = this.ids.incrementAndGet();
		if (stackBytes != SHARED_STACK) {
			return this.privateStacks.create(id, name, stackBytes, task);
		}
		return new LoopFiber(id, (name != null) ? name : "coroutine-" + id, task, this.group.choose());
	}

	@Override
	public <T extends @Nullable Object> T callOnPrivateStack(Fiber caller, long stackBytes, Callable<T> task) {
		return new BlockingCall<>(caller, this.privateStacks, stackBytes, task).await();
	}

	@Override
	public EventLoopGroup loops() {
		return this.group;
	}

	@Override
	public List<Fiber> live() {
		List<Fiber> live = new ArrayList<>(this.privateStacks.fibers().live());
		this.group.loops().forEach((loop) -> live.addAll(loop.fibers().live()));
		return live;
	}

	@Override
	public SchedulerSnapshot snapshot() {
		List<LoopSnapshot> loops = this.group.loops().stream().map(EventLoop::snapshot).toList();
		FiberCounts shared = loops.stream().map(LoopSnapshot::coroutines).reduce(FiberCounts.NONE, FiberCounts::plus);
		return new SchedulerSnapshot(shared, this.privateStacks.fibers().counts(), this.privateStacks.use(), loops,
				LatencySnapshot.merge(this.group.loops()), this.group.watchdog().handOvers(),
				this.group.watchdog().refused(), this.group.spareCarriers());
	}

	@Override
	public ShutdownActions onShutdown() {
		return this.onShutdown;
	}

	@Override
	public int shutdown(Duration grace) throws InterruptedException {
		if (!this.closed.compareAndSet(false, true)) {
			return 0;
		}
		this.privateStacks.fibers().close();
		this.group.loops().forEach((loop) -> loop.fibers().close());
		this.onShutdown.run();
		int left = Shutdown.endAll(this, grace);
		this.group.stop(CARRIER_TIMEOUT);
		return left;
	}

}
