package io.coroutine.scheduler;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A coroutine that the JDK or the operating system schedules: a plain virtual thread in
 * the portable engine, or a platform thread where a coroutine owns a whole stack.
 */
final class ThreadFiber extends Fiber {

	private static final ThreadLocal<@Nullable ThreadFiber> CURRENT = new ThreadLocal<>();

	private final Thread thread;

	ThreadFiber(long id, Runnable task, FiberRegistry registry, Function<Runnable, Thread> threads) {
		super(id, task, registry);
		this.thread = threads.apply(this::run);
	}

	static @Nullable ThreadFiber current() {
		return CURRENT.get();
	}

	private void run() {
		CURRENT.set(this);
		try {
			body();
		}
		finally {
			CURRENT.remove();
			registry().remove(this);
		}
	}

	void start() {
		registry().add(this);
		this.thread.start();
	}

	@Override
	public Thread thread() {
		return this.thread;
	}

	@Override
	public boolean hasPrivateStack() {
		return !this.thread.isVirtual();
	}

}
