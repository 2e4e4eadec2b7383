package io.coroutine.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines as plain virtual threads, on the JDK's own scheduler and pollers.
 */
public final class PortableScheduler implements Scheduler {

	private final PrivateStacks privateStacks;

	private final FiberRegistry fibers = new FiberRegistry();

	private final AtomicLong ids = new AtomicLong();

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Create the scheduler.
	 * @param privateStackLimit how many private stacks there may be at once
	 * @param privateStackBytes the size of each
	 */
	public PortableScheduler(int privateStackLimit, long privateStackBytes) {
		this.privateStacks = new PrivateStacks(privateStackLimit, privateStackBytes);
	}

	@Override
	public Fiber start(@Nullable String name, boolean privateStack, Runnable task) {
		if (this.closed.get()) {
			throw new RejectedExecutionException("The coroutine runtime is shut down");
		}
		long id = this.ids.incrementAndGet();
		if (privateStack) {
			return this.privateStacks.start(id, name, task);
		}
		ThreadFiber fiber = new ThreadFiber(id, task, this.fibers,
				(body) -> Thread.ofVirtual().name((name != null) ? name : "coroutine-" + id).unstarted(body));
		fiber.start();
		return fiber;
	}

	@Override
	public @Nullable EventLoopGroup loops() {
		return null;
	}

	@Override
	public List<Fiber> live() {
		List<Fiber> live = new ArrayList<>(this.privateStacks.fibers().live());
		live.addAll(this.fibers.live());
		return live;
	}

	@Override
	public SchedulerSnapshot snapshot() {
		return new SchedulerSnapshot(this.fibers.counts(), this.privateStacks.fibers().counts(), List.of(),
				LatencySnapshot.NONE, 0, 0, 0);
	}

	@Override
	public int shutdown(Duration grace) throws InterruptedException {
		return (this.closed.compareAndSet(false, true)) ? Shutdown.endAll(this, grace) : 0;
	}

}
