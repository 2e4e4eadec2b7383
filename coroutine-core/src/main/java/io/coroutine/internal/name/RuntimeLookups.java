package io.coroutine.internal.name;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The look-ups of one runtime, and of all runtimes those that are in force. Any thread
 * may call it.
 */
public final class RuntimeLookups {

	private static final Object lock = new Object();

	/** Those in force, the last one first. */
	private static volatile List<RuntimeLookups> active = List.of();

	private final Scheduler scheduler;

	private final NameLookups lookups;

	/**
	 * Create the look-ups, not in force.
	 * @param timeout how long one may take
	 * @param maxConcurrent how many there may be at once
	 */
	public RuntimeLookups(Scheduler scheduler, Duration timeout, int maxConcurrent) {
		this.scheduler = scheduler;
		this.lookups = new NameLookups(timeout, maxConcurrent);
	}

	/**
	 * Return who does the look-ups for the caller.
	 * @return the look-ups of its runtime, or {@code null} if it does them itself
	 */
	static @Nullable NameLookups ofCaller() {
		for (RuntimeLookups each : active) {
			if (each.areForCaller()) {
				return each.lookups;
			}
		}
		return null;
	}

	private boolean areForCaller() {
		EventLoopGroup loops = this.scheduler.loops();
		if (loops != null && Thread.currentThread().isVirtual()) {
			EventLoop loop = EventLoop.current();
			if (loop != null) {
				return loop.group() == loops;
			}
		}
		Fiber fiber = Fiber.current();
		return fiber != null && fiber.owner() == this.scheduler;
	}

	public void activate() {
		synchronized (lock) {
			List<RuntimeLookups> changed = new ArrayList<>(active);
			changed.addFirst(this);
			active = List.copyOf(changed);
		}
	}

	/**
	 * Be in force no longer. Those that wait are told by {@link NameLookups#close()}.
	 * @return whether they were in force
	 */
	public boolean deactivate() {
		synchronized (lock) {
			List<RuntimeLookups> changed = new ArrayList<>(active);
			boolean removed = changed.remove(this);
			active = List.copyOf(changed);
			return removed;
		}
	}

	public NameLookups lookups() {
		return this.lookups;
	}

}
