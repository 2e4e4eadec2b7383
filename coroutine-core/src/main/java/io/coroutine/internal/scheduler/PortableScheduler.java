package io.coroutine.internal.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberNames;
import io.coroutine.internal.fiber.FiberRegistries;
import io.coroutine.internal.fiber.FiberRegistry;
import io.coroutine.internal.loop.Alarm;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.measure.LatencyReader;
import io.coroutine.internal.stack.BlockingCall;
import io.coroutine.internal.stack.PrivateStacks;
import io.coroutine.internal.stack.StackThreads;
import io.coroutine.internal.stack.ThreadFiber;
import io.coroutine.snapshot.LatencySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines as plain virtual threads, on the JDK's own scheduler and pollers.
 */
public final class PortableScheduler implements Scheduler {

	private final PrivateStacks privateStacks;

	private final FiberRegistry fibers = new FiberRegistry();

	private final FiberRegistries registries;

	private final boolean detailed;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final ShutdownActions onShutdown = new ShutdownActions();

	/**
	 * Create the scheduler.
	 * @param privateStackLimit how many private stacks there may be at once
	 * @param privateStackQueue how many coroutines may wait for one
	 * @param detailed whether coroutines have a start time, and each a name of its own
	 */
	public PortableScheduler(int privateStackLimit, int privateStackQueue, boolean detailed) {
		this.privateStacks = new PrivateStacks(privateStackLimit, privateStackQueue, StackThreads.PLATFORM);
		this.detailed = detailed;
		this.registries = new FiberRegistries(List.of(this.privateStacks.fibers(), this.fibers));
		this.registries.belongTo(this, detailed);
	}

	@Override
	public Fiber create(@Nullable String name, long stackBytes, Runnable task) {
		if (stackBytes != SHARED_STACK) {
			return this.privateStacks.create(name, stackBytes, task);
		}
		return new ThreadFiber(task, this.fibers, null, (body) -> FiberNames
			.give(Thread.ofVirtual().name(FiberNames.SHARED).unstarted(body), name, this.detailed));
	}

	@Override
	public Alarm alarm(long nanos, Runnable task) {
		Fiber sleeper = start(null, SHARED_STACK, () -> {
			try {
				TimeUnit.NANOSECONDS.sleep(nanos);
			}
			catch (InterruptedException ex) {
				return;
			}
			task.run();
		});
		return () -> sleeper.thread().interrupt();
	}

	@Override
	public <T extends @Nullable Object> T callOnPrivateStack(Fiber caller, long stackBytes, Callable<T> task) {
		return BlockingCall.call(caller, this.privateStacks, stackBytes, task);
	}

	@Override
	public @Nullable EventLoopGroup loops() {
		return null;
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
		return new SchedulerSnapshot(this.fibers.counts(), this.privateStacks.fibers().counts(),
				this.privateStacks.states(), this.privateStacks.use(), this.privateStacks.starts().snapshot(),
				List.of(), LatencySnapshot.NONE, LatencySnapshot.NONE, 0, 0, 0, 0, 0, Map.of());
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
		if (!this.closed.compareAndSet(false, true)) {
			return 0;
		}
		this.registries.close();
		this.onShutdown.run();
		return Shutdown.endAll(this.registries, grace, this.onShutdown.frames());
	}

}
