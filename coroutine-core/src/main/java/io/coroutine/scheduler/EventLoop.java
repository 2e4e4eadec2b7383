package io.coroutine.scheduler;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.coroutine.linux.Epoll;
import io.coroutine.linux.EventFd;
import org.jspecify.annotations.Nullable;

/**
 * One run queue, one epoll instance and one timer wheel, run by one carrier at a time.
 * <p>
 * <b>Who runs it.</b> {@code runner} tells what the carrier of the loop does:
 * <ul>
 * <li>{@code null}: it executes code of the loop; nobody may take the loop away;</li>
 * <li>a carrier: that one is inside a coroutine. The watchdog may take the loop away by
 * {@link #takeFrom}, which sets {@code null} on behalf of the next carrier.</li>
 * </ul>
 * The carrier sets itself before a coroutine and, after it, goes on only if it can change
 * {@code runner} from itself to {@code null}. A carrier that has lost a loop is given
 * none before it has seen that, so it can not meet itself there.
 * <p>
 * <b>Sleep.</b> The carrier sets {@code sleeping}, looks once more for work, and waits in
 * epoll. A submitter queues, looks at {@code sleeping}, and if set clears it and signals
 * the eventfd. Both are volatile, so one of the two sees the other's write: no wake-up is
 * lost.
 * <p>
 * Methods may be called from any thread if not said otherwise.
 */
public final class EventLoop {

	private static final int BATCH = 128;

	private static final int MAX_EVENTS = 512;

	private static final VarHandle RUNNER;

	private static final VarHandle SLEEPING;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			RUNNER = lookup.findVarHandle(EventLoop.class, "runner", Carrier.class);
			SLEEPING = lookup.findVarHandle(EventLoop.class, "sleeping", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final int index;

	private final EventLoopGroup group;

	private final RunQueue queue = new RunQueue();

	private final TimerWheel timers = new TimerWheel(System.nanoTime());

	private final FiberRegistry fibers = new FiberRegistry();

	private final LoopStatistics statistics = new LoopStatistics();

	private final Epoll epoll;

	private final EventFd wakeup;

	private volatile @Nullable Carrier runner;

	private volatile boolean sleeping;

	private volatile boolean stopping;

	/** Published by the write of {@code runner} that follows each of its writes. */
	private @Nullable LoopFiber currentFiber;

	/** How many submitters have promised a signal; confined to the carrier. */
	private long promisedSignals;

	EventLoop(int index, EventLoopGroup group) throws IOException {
		this.index = index;
		this.group = group;
		this.epoll = Epoll.open(MAX_EVENTS);
		try {
			this.wakeup = EventFd.open();
		}
		catch (IOException ex) {
			this.epoll.close();
			throw ex;
		}
		// Edge-triggered: each signal is reported once, so the counter is never read
		this.epoll.add(this.wakeup.fd(), Epoll.IN | Epoll.EDGE_TRIGGERED);
	}

	/**
	 * Return the loop under the calling code, be it a coroutine or a {@link LoopTask}.
	 * @return the loop, or {@code null} if the caller is on no event loop
	 */
	public static @Nullable EventLoop current() {
		Carrier carrier = Carrier.current();
		return (carrier != null) ? carrier.loop() : null;
	}

	/**
	 * Return the place of the loop in its group.
	 * @return the index, from 0
	 */
	public int index() {
		return this.index;
	}

	/**
	 * Return the group of the loop.
	 * @return the group
	 */
	public EventLoopGroup group() {
		return this.group;
	}

	/**
	 * Have the loop do something between coroutines, soon.
	 * @param task what to do
	 */
	public void execute(LoopTask task) {
		submit(task);
	}

	/**
	 * Queue a {@link LoopFiber}, a {@link LoopTask}, or the continuation of an adopted
	 * virtual thread.
	 */
	void submit(Object element) {
		this.queue.offer(element);
		if (this.sleeping) {
			wakeUp();
		}
	}

	private void wakeUp() {
		if (SLEEPING.compareAndSet(this, true, false)) {
			this.wakeup.signal();
		}
	}

	/**
	 * Run the loop until it stops or is taken away. Called by its carrier only.
	 */
	void run(Carrier carrier) {
		while (runReady(carrier)) {
			if (this.timers.size() > 0) {
				for (Timer timer : this.timers.expire(System.nanoTime())) {
					timer.fire(this);
				}
			}
			if (this.stopping && this.queue.isEmpty()) {
				release();
				return;
			}
			dispatch(awaitEvents());
		}
	}

	/**
	 * Run what is ready, up to a bound so that timers and sockets get their turn.
	 * @return whether the loop is still the carrier's
	 */
	private boolean runReady(Carrier carrier) {
		this.statistics.iterationBegins();
		for (int i = 0; i < BATCH; i++) {
			Object element = this.queue.poll();
			if (element == null) {
				return true;
			}
			if (element instanceof LoopTask task) {
				runTask(task);
			}
			else if (!runCoroutine(carrier, element)) {
				return false;
			}
		}
		return true;
	}

	private void runTask(LoopTask task) {
		try {
			task.run(this);
		}
		catch (RuntimeException | Error ex) {
			this.group.report("A task of event loop " + this.index + " failed", ex);
		}
	}

	private boolean runCoroutine(Carrier carrier, Object element) {
		this.statistics.sliceBegins();
		LoopFiber fiber = (element instanceof LoopFiber loopFiber) ? loopFiber : null;
		this.currentFiber = fiber;
		RUNNER.setRelease(this, carrier);
		try {
			if (fiber != null) {
				fiber.resume(this);
			}
			else {
				this.statistics.adoptedSliceBegins();
				((Runnable) element).run();
			}
		}
		catch (RuntimeException | Error ex) {
			this.group.report("A coroutine of event loop " + this.index + " could not be continued", ex);
		}
		if (fiber != null && fiber.isDone() && !fiber.thread().isAlive()) {
			fiber.registry().remove(fiber);
		}
		return RUNNER.compareAndSet(this, carrier, null);
	}

	private int awaitEvents() {
		if (!this.queue.isEmpty()) {
			return this.epoll.await(0);
		}
		int timeout = (this.timers.size() > 0) ? this.timers.millisToNext(System.nanoTime()) : -1;
		if (timeout == 0) {
			return this.epoll.await(0);
		}
		this.sleeping = true;
		if (!this.queue.isEmpty() || this.stopping) {
			endSleep();
			return this.epoll.await(0);
		}
		int count = this.epoll.await(timeout);
		endSleep();
		this.statistics.wokenUp();
		this.group.loopWokeUp();
		return count;
	}

	private void endSleep() {
		if (!SLEEPING.compareAndSet(this, true, false)) {
			this.promisedSignals++;
		}
	}

	private void dispatch(int count) {
		for (int i = 0; i < count; i++) {
			Pollable pollable = this.group.descriptors().find(this.epoll.descriptor(i));
			if (pollable != null) {
				try {
					pollable.onEvents(this, this.epoll.events(i));
				}
				catch (RuntimeException | Error ex) {
					this.group.report("Event loop " + this.index + " could not pass on an event", ex);
				}
			}
		}
	}

	/**
	 * Add a timer. Called by code of this loop, or by a coroutine on it.
	 * @return whether it was added: not if the caller runs on a carrier that has lost
	 * this loop
	 */
	boolean addTimer(Timer timer, long deadlineNanos) {
		Carrier carrier = Carrier.current();
		if (carrier == null || carrier.loop() != this) {
			return false;
		}
		if (!Thread.currentThread().isVirtual()) {
			this.timers.add(timer, deadlineNanos);
			return true;
		}
		if (!RUNNER.compareAndSet(this, carrier, null)) {
			return false;
		}
		this.timers.add(timer, deadlineNanos);
		RUNNER.setRelease(this, carrier);
		return true;
	}

	/**
	 * Remove a timer, if it is there. Called by code of this loop only.
	 */
	void removeTimer(Timer timer) {
		this.timers.remove(timer);
	}

	/**
	 * Watch a descriptor.
	 * @return zero, or a negated {@link io.coroutine.linux.Errno}
	 */
	int watch(int descriptor, int interest) {
		return this.epoll.add(descriptor, interest);
	}

	int unwatch(int descriptor) {
		return this.epoll.remove(descriptor);
	}

	/**
	 * Take the loop away from a carrier that is inside a coroutine. The caller must run
	 * it on another carrier then.
	 * @return whether the loop was taken
	 */
	boolean takeFrom(Carrier carrier) {
		return RUNNER.compareAndSet(this, carrier, null);
	}

	/**
	 * Return the carrier that is inside a coroutine, if so.
	 */
	@Nullable Carrier runner() {
		return this.runner;
	}

	/**
	 * Return the coroutine that runs or ran last.
	 */
	@Nullable LoopFiber currentFiber() {
		return this.currentFiber;
	}

	boolean isSleeping() {
		return this.sleeping;
	}

	/**
	 * Return the number of elements that wait to run.
	 * @return the number
	 */
	public int queued() {
		return this.queue.size();
	}

	/**
	 * Tell whether an event waits that the loop has not seen. Called by the watchdog.
	 */
	boolean hasUnseenEvents() {
		return this.epoll.isReady();
	}

	/**
	 * Return what the loop has measured.
	 * @return a snapshot
	 */
	public LoopSnapshot snapshot() {
		return new LoopSnapshot(this.index, this.queue.size(), this.runner != null, this.sleeping, this.fibers.counts(),
				this.statistics.slices(), this.statistics.adopted(), this.statistics.iterations(),
				this.statistics.wakeups(), LatencySnapshot.of(this.statistics.switchLatencies()));
	}

	FiberRegistry fibers() {
		return this.fibers;
	}

	LoopStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Have the loop end when its queue is empty.
	 */
	void stop() {
		this.stopping = true;
		wakeUp();
	}

	/**
	 * Close the descriptors. A submitter that has cleared {@code sleeping} may not have
	 * signalled yet, and must not do so on a descriptor that belongs to somebody else by
	 * then: its signal is waited for. It is but a few instructions away.
	 */
	private void release() {
		long signals = 0;
		while (signals < this.promisedSignals) {
			signals += this.wakeup.take();
			Thread.onSpinWait();
		}
		this.wakeup.close();
		this.epoll.close();
	}

}
