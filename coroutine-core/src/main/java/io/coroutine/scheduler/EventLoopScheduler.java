package io.coroutine.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
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

	/**
	 * Create the scheduler.
	 * @param group the running loops
	 * @param privateStackLimit how many private stacks there may be at once
	 * @param privateStackBytes the size of each
	 */
	public EventLoopScheduler(EventLoopGroup group, int privateStackLimit, long privateStackBytes) {
		this.group = group;
		this.privateStacks = new PrivateStacks(privateStackLimit, privateStackBytes);
	}

	static boolean isPossible() {
		return VirtualThreads.unavailableReason() == null;
	}

	@Override
	public Fiber start(@Nullable String name, boolean privateStack, Runnable task) {
		long id = this.ids.incrementAndGet();
		if (privateStack) {
			return this.privateStacks.start(id, name, task);
		}
		EventLoop loop = this.group.choose();
		LoopFiber fiber = new LoopFiber(id, (name != null) ? name : "coroutine-" + id, task, loop);
		loop.fibers().add(fiber);
		boolean started = false;
		try {
			// Looked at after the registration: either this or the shutdown sees the
			// other
			if (this.closed.get()) {
				throw new RejectedExecutionException("The coroutine runtime is shut down");
			}
			fiber.thread().start();
			started = true;
		}
		finally {
			if (!started) {
				loop.fibers().remove(fiber);
			}
		}
		return fiber;
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
		return new SchedulerSnapshot(shared, this.privateStacks.fibers().counts(), loops,
				LatencySnapshot.merge(this.group.loops()), this.group.watchdog().handOvers(),
				this.group.watchdog().refused(), this.group.spareCarriers());
	}

	@Override
	public int shutdown(Duration grace) throws InterruptedException {
		if (!this.closed.compareAndSet(false, true)) {
			return 0;
		}
		int left = Shutdown.endAll(this, grace);
		this.group.stop(CARRIER_TIMEOUT);
		return left;
	}

}
