package io.coroutine.internal.loop;

import java.util.concurrent.Executor;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberNames;
import io.coroutine.internal.flight.FlightRecords;
import io.coroutine.internal.jdk.Literals;
import io.coroutine.internal.jdk.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine on an event loop: a virtual thread, and at the same time the scheduler that
 * the JDK calls each time this thread becomes runnable.
 * <p>
 * Ordering: {@code readySince} is written before the fiber is put into a queue and read
 * after it is taken out, and the queue orders the two.
 * <p>
 * There may be millions: with compact object headers it has 48 bytes, and a field more
 * makes that 56.
 */
public final class LoopFiber extends Fiber implements Executor, Runnable {

	private static final String NOT_MEASURED = Literals.made("A switch could not be measured");

	/** One switch in so many is timed: the clock would cost more than 2 % of a switch. */
	static final int SAMPLING = 32;

	/** Set while flight recorder times the switch. */
	private static final int RECORDED = SAMPLING;

	/** A tick is so many bits of a nanosecond count, which overflow after 68 seconds. */
	private static final int TICK = 4;

	private final Thread thread;

	private volatile EventLoop loop;

	/** In ticks; 0 if this switch is not timed. */
	private int readySince;

	/** How many since the last one that was timed; and {@link #RECORDED}. */
	private byte switches;

	/** Whether to ask the carrier to run it next; a hint, written without ordering. */
	private boolean ahead;

	/**
	 * Create a fiber.
	 * @param name its name, or {@code null} for the one that all share
	 */
	public LoopFiber(@Nullable String name, Runnable task, EventLoop loop) {
		super(task, loop.fibers());
		this.loop = loop;
		this.thread = VirtualThreads.newThread(this, (name != null) ? name : FiberNames.SHARED, this);
		this.switches = (byte) (id() % SAMPLING);
	}

	/**
	 * Name a fiber after its number that is not started.
	 */
	public void nameAfterNumber() {
		VirtualThreads.nameUnstarted(this.thread, FiberNames.of(id()));
	}

	/**
	 * What the thread runs.
	 */
	@Override
	public void run() {
		body();
	}

	/**
	 * Called by the JDK when this fiber's thread becomes runnable, or that of a virtual
	 * thread that was created inside this fiber and so has it as its scheduler. The
	 * caller may be any thread, pinned, holding locks of the JDK: this must not block,
	 * lock or log.
	 */
	@Override
	public void execute(Runnable runnable) {
		if (runnable != VirtualThreads.continuationOf(this.thread)) {
			this.loop.submit(runnable);
			return;
		}
		byte count = (byte) ((this.switches + 1) % SAMPLING);
		if (count == 0) {
			this.readySince = ticks(System.nanoTime());
		}
		this.switches = (FlightRecords.runnable(this)) ? (byte) (count | RECORDED) : count;
		if (this.ahead) {
			Carrier carrier = Carrier.current();
			if (carrier != null && carrier.runNext(this)) {
				return;
			}
		}
		this.loop.submit(this);
	}

	/**
	 * Run next, on the carrier of the caller, if the caller makes this fiber runnable
	 * before it calls {@link #endRunNext()}. It gives its own turn up after that, or
	 * calls {@link #goOn()}.
	 */
	@Override
	protected void runNext() {
		Carrier carrier = Carrier.current();
		if (carrier != null) {
			carrier.resumes(this);
			this.ahead = true;
		}
	}

	/**
	 * End {@link #runNext()}: whoever makes this fiber runnable from now on does not give
	 * its turn up, so the fiber must not wait for that.
	 */
	@Override
	protected void endRunNext() {
		this.ahead = false;
		Carrier carrier = Carrier.current();
		if (carrier != null) {
			carrier.resumes(null);
		}
	}

	/**
	 * Queue whom the caller has let run next, as it keeps its turn itself.
	 */
	@Override
	protected void goOn() {
		Carrier carrier = Carrier.current();
		LoopFiber next = (carrier != null) ? carrier.giveUpNext() : null;
		if (carrier != null && next != null) {
			try {
				next.loop.submit(next);
			}
			catch (OutOfMemoryError ex) {
				// It runs when the caller gives its turn up, and is not lost
				carrier.putNext(next);
			}
		}
	}

	/**
	 * Return the time of the loop of the caller, which is read once for all that start in
	 * a short while: reading the clock takes a fifth of the time to create, run and end a
	 * fiber.
	 */
	@Override
	protected int startTick() {
		EventLoop caller = EventLoop.current();
		return (caller != null) ? caller.statistics().tick() : super.startTick();
	}

	@Override
	protected void launchThread() {
		this.loop.group().roster().start(this.thread);
	}

	/**
	 * Run until the fiber parks, yields or ends. Called by a carrier.
	 * @param loop the loop of the carrier, the fiber's from now on
	 */
	void resume(EventLoop loop) {
		if (this.loop != loop) {
			this.loop = loop;
		}
		long begin = 0;
		try {
			begin = (this.readySince != 0) ? switchedAt(loop) : 0;
			if ((this.switches & RECORDED) != 0) {
				FlightRecords.running(this, id(), this.thread.getName(), this::workingFor, loop.index());
			}
		}
		catch (RuntimeException | Error ex) {
			// Nobody else has the fiber, so it must run whatever happens before
			loop.report(NOT_MEASURED, ex);
		}
		VirtualThreads.continuationOf(this.thread).run();
		if (begin != 0) {
			// It may run elsewhere by now, and belong to another loop
			loop.statistics().sliceEnded(System.nanoTime() - begin);
		}
	}

	/**
	 * Run until the fiber parks, yields or ends, though its loops have ended. Called by a
	 * thread that is no carrier of a loop.
	 */
	void resumeWithoutLoop() {
		this.readySince = 0;
		FlightRecords.forgotten(this);
		VirtualThreads.continuationOf(this.thread).run();
		if (!this.thread.isAlive()) {
			registry().remove(this);
		}
	}

	private long switchedAt(EventLoop loop) {
		long now = System.nanoTime();
		int since = this.readySince;
		this.readySince = 0;
		loop.statistics().switched(Integer.toUnsignedLong(ticks(now) - since) << TICK);
		return now;
	}

	private static int ticks(long nanos) {
		return (int) (nanos >>> TICK);
	}

	public EventLoop loop() {
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
