package io.coroutine.scheduler;

import java.util.concurrent.Executor;

import io.coroutine.jdk.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine on an event loop: a virtual thread, and at the same time the scheduler that
 * the JDK calls each time this thread becomes runnable.
 * <p>
 * Ordering: {@code continuation} is written by the first {@link #execute}, which the
 * starting thread makes before any other thread can know the fiber. {@code readySince} is
 * written before the fiber is put into a queue and read after it is taken out, and the
 * queue orders the two.
 */
final class LoopFiber extends Fiber implements Executor {

	/** One switch in so many is timed: the clock would cost more than 2 % of a switch. */
	static final int SAMPLING = 16;

	private final Thread thread;

	private @Nullable Runnable continuation;

	private volatile EventLoop loop;

	private long readySince;

	private int switches;

	/** Whether to run before all that is queued; a hint, written without ordering. */
	private boolean ahead;

	LoopFiber(long id, String name, Runnable task, EventLoop loop) {
		super(id, task, loop.fibers());
		this.loop = loop;
		this.switches = (int) id;
		this.thread = VirtualThreads.newThread(this, name, this::body);
	}

	/**
	 * Return the fiber that is the current thread.
	 * @return the fiber, or {@code null} if the current thread is none on an event loop
	 */
	static @Nullable LoopFiber current() {
		return of(Thread.currentThread());
	}

	/**
	 * Return the fiber that is a thread.
	 * @return the fiber, or {@code null} if the thread is none on an event loop
	 */
	static @Nullable LoopFiber of(Thread thread) {
		if (thread.isVirtual() && VirtualThreads.schedulerOf(thread) instanceof LoopFiber fiber
				&& fiber.thread == thread) {
			return fiber;
		}
		return null;
	}

	/**
	 * Called by the JDK when this fiber's thread becomes runnable, or that of a virtual
	 * thread that was created inside this fiber and so has it as its scheduler. The
	 * caller may be any thread, pinned, holding locks of the JDK: this must not block,
	 * lock or log.
	 */
	@Override
	public void execute(Runnable runnable) {
		if (this.continuation == null) {
			this.continuation = runnable;
		}
		if (runnable != this.continuation) {
			this.loop.submit(runnable);
			return;
		}
		if (++this.switches % SAMPLING == 0) {
			this.readySince = System.nanoTime();
		}
		if (this.ahead) {
			this.ahead = false;
			Carrier carrier = Carrier.current();
			if (carrier != null && carrier.runNext(this)) {
				return;
			}
		}
		this.loop.submit(this);
	}

	/**
	 * Run next, on the carrier of whoever makes this fiber runnable now, which then gives
	 * its own turn up.
	 */
	void runNext() {
		this.ahead = true;
	}

	@Override
	void launchThread() {
		this.thread.start();
	}

	/**
	 * Run until the fiber parks, yields or ends. Called by a carrier.
	 * @param loop the loop of the carrier, the fiber's from now on
	 */
	void resume(EventLoop loop) {
		if (this.loop != loop) {
			this.loop = loop;
		}
		if (this.readySince != 0) {
			loop.statistics().switched(System.nanoTime() - this.readySince);
			this.readySince = 0;
		}
		Runnable runnable = this.continuation;
		if (runnable != null) {
			runnable.run();
		}
	}

	EventLoop loop() {
		return this.loop;
	}

	@Override
	public Thread thread() {
		return this.thread;
	}

	@Override
	public boolean hasPrivateStack() {
		return false;
	}

}
