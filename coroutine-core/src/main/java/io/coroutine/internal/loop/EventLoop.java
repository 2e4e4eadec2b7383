package io.coroutine.internal.loop;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.coroutine.internal.fiber.FiberRegistry;
import io.coroutine.internal.jdk.Literals;
import io.coroutine.internal.linux.Epoll;
import io.coroutine.internal.measure.LoopClock;
import io.coroutine.internal.measure.LoopStatistics;
import io.coroutine.internal.stall.WatchedCarrier;
import io.coroutine.internal.stall.WatchedLoop;
import io.coroutine.internal.timer.Timer;
import io.coroutine.internal.timer.TimerWheel;
import io.coroutine.snapshot.LoopSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * One run queue, one epoll instance and one timer wheel, run by one carrier at a time.
 * <p>
 * <b>Who runs it.</b> {@link RunnerLease} tells whether the carrier of the loop is inside
 * a coroutine, and in which slice. If so, the watchdog may take the loop away by
 * {@link #takeFrom}, on behalf of the next carrier. After a coroutine, the carrier goes
 * on only if it gets the loop back. A carrier that has lost a loop is given none before
 * it has seen that, so it cannot meet itself there.
 * <p>
 * <b>What belongs to it.</b> Queue and descriptors are for all; timers, the dispatch of
 * events and what is measured are <em>confined</em>: they are touched only by whoever may
 * execute code of the loop, see {@link #isConfined()}. Methods that must be called so
 * assert it, here and in other classes.
 * <p>
 * Methods may be called from any thread if not said otherwise.
 */
public final class EventLoop implements WatchedLoop {

	private static final String WAIT_FAILED = Literals.made("The loop could not wait for events, and tries again");

	private static final String TASK_FAILED = Literals.made("A task failed");

	private static final String NOT_CONTINUED = Literals.made("A coroutine could not be continued");

	private static final int BATCH = 128;

	private final int index;

	private final EventLoopGroup group;

	private final RunQueue queue = new RunQueue();

	private final TimerWheel timers = new TimerWheel(System.nanoTime());

	private final BiConsumer<String, Throwable> failures = this::report;

	/** Made early, as a loop that steals must not load a class. */
	private final Predicate<Object> movable = EventLoop::isMovable;

	private final FiberRegistry fibers = new FiberRegistry();

	private final LoopStatistics statistics = new LoopStatistics();

	private final Epoll epoll;

	private final EventDispatcher dispatcher;

	private final SleepGate sleep;

	private @Nullable Neighbours neighbours;

	private final RunnerLease<LoopFiber> lease = new RunnerLease<>();

	private volatile boolean stopping;

	/** The one that runs the loop, or was the last to do so; written by itself. */
	private volatile @Nullable Carrier carrier;

	EventLoop(int index, EventLoopGroup group) throws IOException {
		this.index = index;
		this.group = group;
		this.epoll = Epoll.open();
		try {
			this.sleep = SleepGate.open(this.epoll);
		}
		catch (IOException | RuntimeException | Error ex) {
			this.epoll.close();
			throw ex;
		}
		try {
			this.dispatcher = new EventDispatcher(this::passOn, this.failures, this.sleep, this::isConfined);
		}
		catch (RuntimeException | Error ex) {
			closeDescriptors();
			throw ex;
		}
	}

	/**
	 * {@return the loop under the calling code, a coroutine or a {@link LoopTask}, if
	 * any}
	 */
	public static @Nullable EventLoop current() {
		Carrier carrier = Carrier.current();
		return (carrier != null) ? carrier.loop() : null;
	}

	@Override
	public int index() {
		return this.index;
	}

	/**
	 * {@return the group of the loop}
	 */
	public EventLoopGroup group() {
		return this.group;
	}

	/**
	 * Tell whether the caller may execute code of this loop: it is the carrier that runs
	 * the loop, or the reserve, between coroutines; or a coroutine that has taken the
	 * lease for a few instructions; or, as long as nobody has run the loop, whoever has
	 * opened it. For assertions: a coroutine whose loop was taken away is told so only
	 * once the next carrier has the loop.
	 */
	public boolean isConfined() {
		Carrier runs = this.carrier;
		return runs == null || (Carrier.current() == runs && !this.lease.isInsideCoroutine());
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
		this.sleep.wake();
	}

	@Override
	public void requeue(Object element) {
		this.queue.putBack(element);
		this.sleep.wake();
	}

	/**
	 * Tell the loop of all. Called before it runs.
	 */
	void meet(List<EventLoop> all) {
		this.neighbours = (all.size() > 1) ? new Neighbours(this, all) : null;
	}

	/**
	 * Let another loop, which has nothing to do and calls, steal coroutines.
	 */
	int stealFor(EventLoop thief, int most) {
		assert thief.isConfined();
		int count = this.queue.moveTo(thief.queue, most, this.movable);
		thief.statistics.stole(count);
		return count;
	}

	private static boolean isMovable(Object element) {
		return !(element instanceof LoopTask);
	}

	/** Return the epoll instance, for another loop that has nothing to do. */
	Epoll epoll() {
		return this.epoll;
	}

	/** Return what passes events on. Called by code of this loop. */
	EventDispatcher dispatcher() {
		assert isConfined();
		return this.dispatcher;
	}

	/**
	 * Run the loop until it stops or is taken away. Called by its carrier only. Events
	 * and timers come first: who is next in the queue may wait for one of them, pinned.
	 */
	void run(Carrier carrier) {
		this.carrier = carrier;
		do {
			this.statistics.clock().enter(LoopClock.POLLING);
			this.timers.fireDue(this.failures);
			if (this.stopping && this.queue.isEmpty()) {
				release();
				return;
			}
			try {
				awaitEvents();
			}
			catch (RuntimeException | Error ex) {
				report(WAIT_FAILED, ex);
			}
		}
		while (runReady(carrier));
	}

	/**
	 * Look for events and timers, and run nobody. Called by the reserve.
	 */
	void serveWaits(Carrier reserve) {
		this.carrier = reserve;
		assert isConfined();
		this.timers.fireDue(this.failures);
		this.dispatcher.dispatchFrom(this.epoll);
	}

	/**
	 * Run what is ready, up to a bound so that timers and sockets get their turn.
	 * @return whether the loop is still the carrier's
	 */
	private boolean runReady(Carrier carrier) {
		assert isConfined();
		this.statistics.iterationBegins();
		for (int i = 0; i < BATCH; i++) {
			Object element = carrier.next(this.queue);
			if (element == null) {
				return true;
			}
			this.statistics.clock().enter(LoopClock.RUNNING);
			if (element instanceof LoopTask task) {
				runTask(task);
			}
			else if (!runCoroutine(carrier, element)) {
				requeueNext(carrier);
				return false;
			}
		}
		requeueNext(carrier);
		return true;
	}

	private void requeueNext(Carrier carrier) {
		LoopFiber next = carrier.giveUpNext();
		if (next != null) {
			requeue(next);
		}
	}

	@Override
	public void report(String what, Throwable failure) {
		this.group.report(this, what, failure);
	}

	private void runTask(LoopTask task) {
		try {
			task.run(this);
		}
		catch (RuntimeException | Error ex) {
			report(TASK_FAILED, ex);
		}
	}

	private boolean runCoroutine(Carrier carrier, Object element) {
		assert isConfined();
		long slice = this.statistics.sliceBegins();
		LoopFiber fiber = (element instanceof LoopFiber loopFiber) ? loopFiber : null;
		if (fiber == null) {
			this.statistics.adoptedSliceBegins();
		}
		carrier.slice(slice);
		this.lease.enterCoroutine(slice, fiber);
		try {
			if (fiber != null) {
				fiber.resume(this);
			}
			else {
				((Runnable) element).run();
			}
		}
		catch (RuntimeException | Error ex) {
			report(NOT_CONTINUED, ex);
		}
		if (fiber != null && !fiber.thread().isAlive()) {
			fiber.registry().remove(fiber);
		}
		return this.lease.leaveCoroutine(slice);
	}

	private boolean passOn(int descriptor, int events) {
		Pollable pollable = this.group.descriptors().find(descriptor);
		if (pollable != null) {
			pollable.onEvents(this, events);
		}
		return pollable != null;
	}

	private void awaitEvents() {
		assert isConfined();
		int timeout = 0;
		if (this.queue.isEmpty()) {
			timeout = (this.timers.size() > 0) ? this.timers.millisToNext(System.nanoTime()) : -1;
		}
		if (timeout != 0 && this.neighbours != null) {
			timeout = this.neighbours.lookAround(timeout);
		}
		if (timeout == 0) {
			this.dispatcher.dispatch(this.dispatcher.await(this.epoll, 0));
			return;
		}
		this.statistics.clock().enter(LoopClock.SLEEPING);
		int found = this.dispatcher.awaitYielding(this.epoll, this.queue);
		int count = (found > 0) ? found : sleep(timeout);
		this.statistics.clock().enter(LoopClock.POLLING);
		this.dispatcher.dispatch(count);
	}

	private int sleep(int timeout) {
		this.sleep.begin(timeout != Neighbours.TICK_MILLIS);
		try {
			boolean ready = !this.queue.isEmpty() || this.stopping;
			return this.dispatcher.await(this.epoll, (ready) ? 0 : timeout);
		}
		finally {
			this.sleep.end();
			this.statistics.wokenUp();
			this.group.loopWokeUp();
		}
	}

	/**
	 * Add a timer. Called by code of this loop, or by a coroutine on it.
	 * @return whether it was added: not if the caller runs on a carrier that has lost
	 * this loop
	 */
	public boolean addTimer(Timer timer, long deadlineNanos) {
		Carrier carrier = Carrier.current();
		if (carrier == null || carrier.loop() != this) {
			return false;
		}
		boolean inCoroutine = Thread.currentThread().isVirtual();
		if (inCoroutine && !this.lease.take(carrier.slice())) {
			return false;
		}
		assert isConfined();
		this.timers.add(timer, deadlineNanos);
		if (inCoroutine) {
			this.lease.goOn(carrier.slice());
		}
		return true;
	}

	/** Remove a timer, if it is there, now or soon. Called by any thread. */
	void cancelTimer(Timer timer) {
		Carrier carrier = Carrier.current();
		if (carrier != null && carrier.loop() == this && this.lease.take(carrier.slice())) {
			assert isConfined();
			this.timers.remove(timer);
			this.lease.goOn(carrier.slice());
		}
		else {
			execute((loop) -> loop.removeTimer(timer));
		}
	}

	/** Remove a timer, if it is there. Called by code of this loop only. */
	public void removeTimer(Timer timer) {
		assert isConfined();
		this.timers.remove(timer);
	}

	/**
	 * Watch a descriptor; the result is as of {@link Epoll#add}.
	 */
	public int watch(int descriptor, int interest) {
		return this.epoll.add(descriptor, interest);
	}

	public int unwatch(int descriptor) {
		return this.epoll.remove(descriptor);
	}

	@Override
	public void strand() {
		this.group.carriers().strand(this);
	}

	@Override
	public boolean isInside(long slice) {
		return this.lease.isInside(slice);
	}

	@Override
	public boolean takeFrom(long slice) {
		return this.lease.take(slice);
	}

	@Override
	public @Nullable WatchedCarrier carrier() {
		return this.carrier;
	}

	@Override
	public @Nullable LoopFiber currentFiber() {
		return this.lease.occupant();
	}

	@Override
	public boolean isSleeping() {
		return this.sleep.isSleeping();
	}

	@Override
	public boolean wakeToSteal() {
		return this.sleep.wakeIfDeep();
	}

	@Override
	public int queued() {
		return this.queue.size();
	}

	@Override
	public boolean hasUnseenEvents() {
		return this.epoll.isReady();
	}

	@Override
	public boolean hasDueTimers(long nowNanos) {
		return this.timers.isDue(nowNanos);
	}

	/**
	 * {@return what the loop has measured}
	 */
	public LoopSnapshot snapshot() {
		return new LoopSnapshot(this.index, queued(), this.timers.size(), this.lease.isInsideCoroutine(), isSleeping(),
				this.statistics.isStalled(), this.fibers.counts(), this.statistics.slices(), this.statistics.adopted(),
				this.statistics.iterations(), this.statistics.wakeups(), this.statistics.stolen(),
				this.statistics.stalls(), this.statistics.clock().times(), this.statistics.switchLatencies().snapshot(),
				this.statistics.runSlices().snapshot());
	}

	public FiberRegistry fibers() {
		return this.fibers;
	}

	@Override
	public LoopStatistics statistics() {
		return this.statistics;
	}

	/** Have the loop end when its queue is empty. */
	void stop() {
		this.stopping = true;
		this.sleep.wake();
	}

	/**
	 * Leave what is queued to the stragglers, but for a {@link LoopTask}, which has no
	 * meaning without its loop.
	 */
	private void leave(Object element) {
		if (element instanceof LoopFiber fiber) {
			this.group.stragglers().execute(fiber::resumeWithoutLoop);
		}
		else if (element instanceof Runnable adopted) {
			this.group.stragglers().execute(adopted);
		}
	}

	private void release() {
		this.statistics.clock().stop();
		close();
	}

	/**
	 * Called by its carrier at the end, or by whoever has opened a loop that never ran.
	 */
	void close() {
		assert isConfined();
		closeDescriptors();
		this.dispatcher.close();
		this.queue.forwardTo(this::leave);
		this.timers.end();
	}

	private void closeDescriptors() {
		this.sleep.close();
		this.epoll.close();
	}

}
