package io.coroutine.internal.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberRegistries;
import io.coroutine.internal.jdk.ThreadRoster;
import io.coroutine.internal.jdk.VirtualThreads;
import io.coroutine.internal.measure.LatencyReader;
import io.coroutine.internal.stall.RecentStalls;
import io.coroutine.internal.stall.StallLog;
import io.coroutine.internal.stall.StallWatchdog;
import io.coroutine.internal.wait.UninterruptedWait;
import io.coroutine.snapshot.SocketKind;
import io.coroutine.snapshot.StallSnapshot;

/**
 * The event loops of a runtime, with what they share. Methods may be called from any
 * thread if not said otherwise.
 */
public final class EventLoopGroup {

	private static final System.Logger logger = System.getLogger(EventLoopGroup.class.getName());

	/** A wait for memory. */
	private static final long PAUSE_NANOS = 1_000_000;

	/** For carriers that have run nothing. */
	private static final Duration ABANDON = Duration.ofSeconds(1);

	private final List<EventLoop> loops;

	private final DescriptorTable<Pollable> descriptors = new DescriptorTable<>();

	private final AtomicInteger next = new AtomicInteger();

	private final CarrierPool carriers;

	private final int spareCarrierLimit;

	private final StallWatchdog watchdog;

	private final ThreadRoster roster;

	private final Stragglers stragglers;

	private volatile boolean stopped;

	private EventLoopGroup(int size, int spareCarriers, Duration stallThreshold, Consumer<Carrier> starter)
			throws IOException {
		this.carriers = new CarrierPool(size + spareCarriers, starter);
		this.spareCarrierLimit = spareCarriers;
		this.stragglers = new Stragglers(Math.max(size + spareCarriers, 1));
		this.watchdog = new StallWatchdog(this.carriers, stallThreshold);
		this.loops = open(size, this);
		this.loops.forEach((loop) -> loop.meet(this.loops));
		FiberRegistries fibers = new FiberRegistries(this.loops.stream().map(EventLoop::fibers).toList());
		this.roster = ThreadRoster.open("coroutines", () -> fibers.live().stream().map(Fiber::thread));
	}

	/**
	 * Open loops: all of them, or none.
	 */
	private static List<EventLoop> open(int size, EventLoopGroup group) throws IOException {
		List<EventLoop> opened = new ArrayList<>(size);
		try {
			for (int i = 0; i < size; i++) {
				opened.add(new EventLoop(i, group));
			}
			return List.copyOf(opened);
		}
		catch (IOException | RuntimeException | Error ex) {
			opened.forEach(EventLoop::close);
			throw ex;
		}
	}

	/**
	 * Create loops and run each on a carrier of its own.
	 * @param size how many loops, at least 1
	 * @param spareCarriers how many more carriers there may be to take over from stalled
	 * ones
	 * @param stallThreshold how long a coroutine may occupy a loop before another carrier
	 * takes the loop over
	 * @return the running loops
	 * @throws IOException if the process has too many open files
	 */
	public static EventLoopGroup start(int size, int spareCarriers, Duration stallThreshold) throws IOException {
		return start(size, spareCarriers, stallThreshold, Carrier::start);
	}

	/**
	 * Create loops and run them.
	 * @param starter starts the thread of a carrier
	 */
	static EventLoopGroup start(int size, int spareCarriers, Duration stallThreshold, Consumer<Carrier> starter)
			throws IOException {
		VirtualThreads.initializeJdkPollers();
		EventLoopGroup group = new EventLoopGroup(size, spareCarriers, stallThreshold, starter);
		int begun = 0;
		try {
			group.carriers.startReserve();
			for (EventLoop loop : group.loops) {
				group.carriers.run(loop);
				begun++;
			}
			group.watchdog.start(group.loops);
			return group;
		}
		catch (RuntimeException | Error ex) {
			group.abandon(begun);
			throw ex;
		}
	}

	/**
	 * End the loops, as not all of what a group needs could be started.
	 * @param begun how many have a carrier. The next one, for which there was none, is
	 * run and ended by the first of these that has ended its own
	 */
	private void abandon(int begun) {
		stop(ABANDON);
		this.loops.stream().skip((begun > 0) ? begun + 1L : 0).forEach(EventLoop::close);
	}

	/**
	 * Return the loops.
	 * @return the loops, by index
	 */
	public List<EventLoop> loops() {
		return this.loops;
	}

	/**
	 * Choose a loop for something new: that of the caller, or else one after the other.
	 * @return the loop
	 */
	public EventLoop choose() {
		EventLoop current = EventLoop.current();
		if (current != null && current.group() == this) {
			return current;
		}
		return this.loops.get(Math.floorMod(this.next.getAndIncrement(), this.loops.size()));
	}

	/**
	 * Return a group without loops, in the state of one that has stopped. Virtual threads
	 * that wait for its descriptors look again and again.
	 * @return a new group
	 */
	public static EventLoopGroup withoutLoops() {
		try {
			EventLoopGroup group = new EventLoopGroup(0, 0, Duration.ZERO, Carrier::start);
			group.stopped = true;
			// Thread dumps need not show a group that is always empty
			group.roster.close();
			return group;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("There was no loop to open", ex);
		}
	}

	/**
	 * Tell whether the loops have ended or are about to.
	 * @return whether {@link #stop} was called
	 */
	public boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Read how long coroutines wait from when they can run until they run. One switch in
	 * 32 is measured.
	 * @param loop the index of the loop they run on
	 * @return a new reader
	 */
	public LatencyReader readSwitchLatencies(int loop) {
		return this.loops.get(loop).statistics().switchLatencies().reader();
	}

	/**
	 * Read how long coroutines keep the carrier until they give it back. One switch in 32
	 * is measured.
	 * @param loop the index of the loop they run on
	 * @return a new reader
	 */
	public LatencyReader readRunSlices(int loop) {
		return this.loops.get(loop).statistics().runSlices().reader();
	}

	public DescriptorTable<Pollable> descriptors() {
		return this.descriptors;
	}

	public int spareCarriers() {
		return this.carriers.idle();
	}

	/**
	 * See {@link CarrierPool#strict}.
	 */
	public void strict(boolean value) {
		this.carriers.strict(value);
	}

	/**
	 * Return how many carriers there are beyond loops and spare ones.
	 */
	public int extraCarriers() {
		return this.carriers.extra();
	}

	public int spareCarrierLimit() {
		return this.spareCarrierLimit;
	}

	/**
	 * Count who waits for sockets now. Waits that begin or end meanwhile may be counted
	 * or not.
	 * @return how many wait, for each kind of socket
	 */
	public Map<SocketKind, Long> socketsWaiting() {
		Map<SocketKind, Long> waiting = new EnumMap<>(SocketKind.class);
		for (SocketKind kind : SocketKind.values()) {
			waiting.put(kind, 0L);
		}
		this.descriptors.forEach((pollable) -> pollable.addWaitsTo(waiting));
		return waiting;
	}

	/**
	 * Return where the threads of coroutines start.
	 */
	ThreadRoster roster() {
		return this.roster;
	}

	/**
	 * Return who runs the coroutines that outlive the loops.
	 */
	Stragglers stragglers() {
		return this.stragglers;
	}

	/**
	 * Tell whether the caller is one of the loops itself, and no coroutine on it.
	 */
	public boolean isCalledByLoop() {
		return Thread.currentThread() instanceof Carrier carrier && carrier.isOf(this);
	}

	CarrierPool carriers() {
		return this.carriers;
	}

	public StallWatchdog watchdog() {
		return this.watchdog;
	}

	/**
	 * Return which coroutines have stalled their loop lately.
	 * @return the log, always the same
	 */
	public StallLog stalls() {
		return this.watchdog.stalls();
	}

	/**
	 * Return the loops that wait for the coroutine that occupies them, as there is no
	 * spare carrier to take them over.
	 * @return for how long, from when that was found, by the index of the loop
	 */
	public Map<Integer, Duration> stuckLoops() {
		return this.watchdog.stuckLoops();
	}

	/**
	 * Return the last stalls with their culprits, at most {@value RecentStalls#SIZE}.
	 * @return the stalls, the latest first
	 */
	public List<StallSnapshot> recentStalls() {
		return this.watchdog.recent().list();
	}

	void loopWokeUp() {
		this.watchdog.loopWokeUp();
	}

	/**
	 * Log a failure, and wait for a moment, should it be for lack of memory. Never fails
	 * itself: whoever reports must go on, though there may be no memory, or no
	 * descriptor, even for a log.
	 */
	void report(EventLoop loop, String what, Throwable failure) {
		try {
			logger.log(System.Logger.Level.ERROR, () -> what + ", on event loop " + loop.index(), failure);
		}
		catch (RuntimeException | Error ex) {
			// The failure is lost, the loop is not
		}
		LockSupport.parkNanos(PAUSE_NANOS);
	}

	/**
	 * End the loops and their carriers. Coroutines that are left, and other virtual
	 * threads, go on without a loop, see {@link Stragglers}. Called by any thread but
	 * that of a loop; a coroutine on one goes on after its loop has ended.
	 * @param timeout how long to wait for coroutines that do not give their carrier back
	 * @return whether all carriers have ended
	 */
	public boolean stop(Duration timeout) {
		this.stopped = true;
		this.descriptors.forEach(Pollable::onStop);
		this.loops.forEach(EventLoop::stop);
		try (UninterruptedWait wait = new UninterruptedWait()) {
			boolean ended = wait.await(timeout, (left) -> this.carriers.close(left.toNanos()));
			wait.await(timeout, (_) -> this.watchdog.stop());
			this.roster.close();
			return ended;
		}
	}

}
