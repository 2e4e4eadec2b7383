package io.coroutine.internal.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberRegistries;
import io.coroutine.internal.fiber.FiberRegistry;
import io.coroutine.internal.measure.LatencyReader;
import io.coroutine.internal.stack.BlockingCall;
import io.coroutine.internal.stack.PrivateStacks;
import io.coroutine.internal.stack.StackThreads;
import org.jspecify.annotations.Nullable;

/**
 * What is the same in both engines: private stacks, the list of what lives, and the order
 * of a shutdown.
 */
abstract sealed class AbstractScheduler implements Scheduler permits EventLoopScheduler, PortableScheduler {

	private final PrivateStacks privateStacks;

	private final FiberRegistries registries;

	private final boolean detailed;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final ShutdownActions onShutdown = new ShutdownActions();

	/**
	 * Create the scheduler.
	 * @param privateStackLimit how many private stacks there may be at once
	 * @param privateStackQueue how many coroutines may wait for one
	 * @param detailed whether coroutines have a start time, and each a name of its own
	 * @param shared where the coroutines on shared stacks are registered
	 */
	AbstractScheduler(int privateStackLimit, int privateStackQueue, boolean detailed, List<FiberRegistry> shared) {
		this.privateStacks = new PrivateStacks(privateStackLimit, privateStackQueue, StackThreads.PLATFORM);
		this.detailed = detailed;
		this.registries = new FiberRegistries(
				Stream.concat(Stream.of(this.privateStacks.fibers()), shared.stream()).toList());
		this.registries.belongTo(this, detailed);
	}

	@Override
	public final Fiber create(@Nullable String name, long stackBytes, Runnable task) {
		return (stackBytes != SHARED_STACK) ? this.privateStacks.create(name, stackBytes, task)
				: createShared(name, task);
	}

	/**
	 * Create a coroutine that has no stack of its own.
	 */
	abstract Fiber createShared(@Nullable String name, Runnable task);

	@Override
	public final <T extends @Nullable Object> T callOnPrivateStack(Fiber caller, long stackBytes, Callable<T> task) {
		return BlockingCall.call(caller, this.privateStacks, stackBytes, task);
	}

	final PrivateStacks privateStacks() {
		return this.privateStacks;
	}

	/**
	 * Tell whether coroutines have a start time, and each a name of its own.
	 */
	final boolean isDetailed() {
		return this.detailed;
	}

	@Override
	public final List<Fiber> live() {
		return this.registries.live();
	}

	@Override
	public final List<Fiber> sample(int size) {
		return this.registries.sample(size);
	}

	@Override
	public final @Nullable Fiber find(long id) {
		return this.registries.find(id);
	}

	@Override
	public final LatencyReader readStackStarts() {
		return this.privateStacks.starts().reader();
	}

	@Override
	public final ShutdownActions onShutdown() {
		return this.onShutdown;
	}

	@Override
	public final int shutdown(Duration grace) {
		checkShutdown();
		if (!this.closed.compareAndSet(false, true)) {
			return 0;
		}
		this.registries.close();
		this.onShutdown.run();
		int left = Shutdown.endAll(this.registries, grace, this.onShutdown.frames());
		endLoops();
		return left;
	}

	/**
	 * Check that the calling thread may shut down.
	 */
	void checkShutdown() {
	}

	/**
	 * End what has run the coroutines. Called once, by the thread that shuts down.
	 */
	void endLoops() {
	}

}
