package io.coroutine.internal.scheduler;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberNames;
import io.coroutine.internal.fiber.FiberRegistry;
import io.coroutine.internal.loop.Alarm;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.stack.PrivateStacks;
import io.coroutine.internal.stack.ThreadFiber;
import io.coroutine.snapshot.LatencySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines as plain virtual threads, on the JDK's own scheduler and pollers.
 */
public final class PortableScheduler extends AbstractScheduler {

	private final FiberRegistry fibers;

	/**
	 * Create the scheduler.
	 * @param privateStackLimit how many private stacks there may be at once
	 * @param privateStackQueue how many coroutines may wait for one
	 * @param detailed whether coroutines have a start time, and each a name of its own
	 */
	public PortableScheduler(int privateStackLimit, int privateStackQueue, boolean detailed) {
		this(privateStackLimit, privateStackQueue, detailed, new FiberRegistry());
	}

	private PortableScheduler(int privateStackLimit, int privateStackQueue, boolean detailed, FiberRegistry fibers) {
		super(privateStackLimit, privateStackQueue, detailed, List.of(fibers));
		this.fibers = fibers;
	}

	@Override
	Fiber createShared(@Nullable String name, Runnable task) {
		return new ThreadFiber(task, this.fibers, null, (body) -> FiberNames
			.give(Thread.ofVirtual().name(FiberNames.SHARED).unstarted(body), name, isDetailed()));
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
	public @Nullable EventLoopGroup loops() {
		return null;
	}

	@Override
	public SchedulerSnapshot snapshot() {
		PrivateStacks privateStacks = privateStacks();
		return new SchedulerSnapshot(this.fibers.counts(), privateStacks.fibers().counts(), privateStacks.states(),
				privateStacks.use(), privateStacks.starts().snapshot(), List.of(), LatencySnapshot.NONE,
				LatencySnapshot.NONE, 0, 0, 0, 0, 0, Map.of());
	}

}
