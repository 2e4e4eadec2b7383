package io.coroutine.internal.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.coroutine.internal.stall.SpareCarriers;
import io.coroutine.internal.stall.WatchedCarrier;
import org.jspecify.annotations.Nullable;

/**
 * The carriers of all loops and the spare ones that wait for a loop to take over. Any
 * platform thread may call it.
 * <p>
 * <b>The bound.</b> It limits the carriers whose coroutines compute. A carrier that is
 * kept by a coroutine which waits, pinned, uses no CPU and is not counted: for each of
 * them there may be one more, after a while in which it is seen to wait. So if a loop
 * gets no carrier then all that the bound allows compute, or have a loop, or the
 * operating system gives no thread. There is no second bound, as the one that all wait
 * for may be queued behind any number; but the more there are beyond the first, the
 * longer the while ({@link #proof}). A carrier beyond the bound ends after a second
 * without a loop.
 * <p>
 * <b>Who has a loop.</b> A carrier; or this pool, while the loop is in {@code orphans};
 * or the reserve, to which the pool lends orphans that no carrier is about to take. The
 * lock orders what one of them does with a loop before what the next one does.
 */
public final class CarrierPool implements SpareCarriers {

	private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** So long a carrier must have waited so as not to be counted. */
	private static final long PROOF_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	/** That is enough once there are carriers beyond the bound, doubled for so many. */
	private static final long QUICK_PROOF_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final int MANY = 256;

	/** So often a carrier is looked at in that time, for loops that have none. */
	private static final int LOOKS = 8;

	/** And that in any case: whoever could go on gets a thread, if late. */
	private static final int MOST_DOUBLINGS = 8;

	/**
	 * So long no thread is asked for after the operating system has refused one: the JVM
	 * prints a warning each time.
	 */
	static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final ReentrantLock lock = new ReentrantLock();

	/** There is an orphan, or the pool is closed. */
	private final Condition changed = this.lock.newCondition();

	/** There is an orphan for the reserve, or the pool is closed. */
	private final Condition stranded = this.lock.newCondition();

	private final Deque<EventLoop> orphans = new ArrayDeque<>();

	private final List<Carrier> carriers = new ArrayList<>();

	private final int limit;

	private final Consumer<Carrier> starter;

	private @Nullable Carrier reserve;

	/** How many carriers have no loop. */
	private int idle;

	/** How many orphans the reserve has now. */
	private int lent;

	private long started;

	/** When the waiting ones were counted for loops that have no carrier. */
	private long counted = System.nanoTime();

	/** Whether the operating system has refused the last thread, and when. */
	private boolean refused;

	private long refusedAt;

	private boolean closed;

	/** Whether carriers that wait count as well; for tests, to show what happens then. */
	private boolean strict;

	/**
	 * Create a pool.
	 * @param limit how many carriers there may be at the most, those of the loops
	 * included, and those that wait left out
	 * @param starter starts the thread of a carrier
	 */
	CarrierPool(int limit, Consumer<Carrier> starter) {
		this.limit = limit;
		this.starter = starter;
	}

	/**
	 * Start the reserve, which is there before it is needed, as there may be no thread to
	 * be had then.
	 */
	void startReserve() {
		this.lock.lock();
		try {
			Carrier created = new Carrier(this, "coroutine-reserve", true);
			this.starter.accept(created);
			this.reserve = created;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Have carriers that wait count as well, and leave loops that are stranded alone.
	 */
	void strict(boolean value) {
		this.lock.lock();
		try {
			this.strict = value;
			this.stranded.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean prepareSpare(WatchedCarrier culprit, long nowNanos) {
		this.lock.lock();
		try {
			return !this.closed && provide(1, culprit, nowNanos);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void recruit(long nowNanos) {
		this.lock.lock();
		try {
			if (!this.closed && !provide(0, null, nowNanos)) {
				this.stranded.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Start carriers until there is one for each orphan, and some more.
	 */
	private boolean provide(int more, @Nullable WatchedCarrier culprit, long nowNanos) {
		try {
			while (this.idle < this.orphans.size() + this.lent + more) {
				if (this.refused && nowNanos - this.refusedAt < PAUSE_NANOS) {
					return false;
				}
				if (this.carriers.size() >= this.limit && !mayExceed(culprit, nowNanos)) {
					return false;
				}
				startCarrier();
				this.refused = false;
			}
			return true;
		}
		catch (OutOfMemoryError ex) {
			this.refused = true;
			this.refusedAt = nowNanos;
			return false;
		}
	}

	private boolean mayExceed(@Nullable WatchedCarrier culprit, long nowNanos) {
		int beyond = this.carriers.size() - this.limit;
		long proof = proof(beyond);
		if (beyond > 0 && culprit != null && culprit.waits(nowNanos) < proof) {
			return false;
		}
		if (culprit == null && nowNanos - this.counted < proof / LOOKS) {
			// To ask the kernel for each of thousands takes milliseconds
			return false;
		}
		this.counted = nowNanos;
		int waiting = 0;
		for (Carrier carrier : this.carriers) {
			if ((carrier == culprit || carrier.isHeld()) && carrier.waits(nowNanos) >= proof) {
				waiting++;
			}
		}
		return this.carriers.size() - waiting < this.limit && !this.strict;
	}

	/**
	 * Return for how long a carrier must have waited for another one to be started. It
	 * grows, as each has a stack: of hundreds that meet an initializer all soon have a
	 * carrier, but of thousands, for half a minute on one loop, some 1,500.
	 * @param extra how many carriers there are beyond the bound
	 * @return nanoseconds, at most half a second
	 */
	static long proof(int extra) {
		return (extra > 0) ? QUICK_PROOF_NANOS << Math.min(extra / MANY, MOST_DOUBLINGS) : PROOF_NANOS;
	}

	/**
	 * Run a loop on a new carrier. Should the operating system give no thread, the next
	 * carrier that retires runs the loop.
	 */
	void run(EventLoop loop) {
		this.lock.lock();
		try {
			this.orphans.add(loop);
			startCarrier();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Have a loop run by a carrier that has none, or keep it until there is one, which
	 * may be the one that has lost it. If the pool was closed meanwhile, and those
	 * without a loop have ended, there is a new one.
	 */
	void strand(EventLoop loop) {
		this.lock.lock();
		try {
			this.orphans.add(loop);
			this.changed.signal();
			if (this.closed && this.idle < this.orphans.size()) {
				startCarrier();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void startCarrier() {
		Carrier carrier = new Carrier(this, "coroutine-carrier-" + this.started, false);
		this.starter.accept(carrier);
		this.started++;
		this.carriers.add(carrier);
		this.idle++;
	}

	/**
	 * Called by a carrier that has no loop.
	 * @return the loop to run, or {@code null} if the carrier shall end
	 */
	@Nullable EventLoop awaitLoop(Carrier carrier) {
		this.lock.lock();
		try {
			long patience = KEEP_NANOS;
			while (this.orphans.isEmpty() && !(this.closed && this.lent == 0)) {
				if (this.carriers.size() <= this.limit || this.closed) {
					this.changed.awaitUninterruptibly();
				}
				else if (patience > 0) {
					patience = await(patience);
				}
				else {
					this.carriers.remove(carrier);
					break;
				}
			}
			this.idle--;
			return this.orphans.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@SuppressWarnings("WaitNotInLoop") // The caller has the loop
	private long await(long nanos) {
		long until = System.nanoTime() + nanos;
		try {
			return this.changed.awaitNanos(nanos);
		}
		catch (InterruptedException ex) {
			// Meant for the coroutine that was on this carrier
			return until - System.nanoTime();
		}
	}

	/**
	 * Called by a carrier whose loop has ended or was taken away.
	 */
	void retired() {
		this.lock.lock();
		try {
			this.idle++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Called by the reserve, which must give the loop back.
	 * @return a loop that no carrier is about to take, or {@code null} if the reserve
	 * shall end
	 */
	@Nullable EventLoop borrowStranded() {
		this.lock.lock();
		try {
			while (!this.closed && (this.orphans.size() <= this.idle || this.strict)) {
				this.stranded.awaitUninterruptibly();
			}
			if (this.closed) {
				return null;
			}
			this.lent++;
			return this.orphans.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Called by the reserve.
	 */
	void giveBack(EventLoop loop) {
		this.lock.lock();
		try {
			this.lent--;
			this.orphans.add(loop);
			// All, as those that wait for the end may end now
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many carriers wait for a loop.
	 */
	int idle() {
		this.lock.lock();
		try {
			return Math.max(this.idle - this.orphans.size() - this.lent, 0);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int extra() {
		this.lock.lock();
		try {
			return Math.max(this.carriers.size() - this.limit, 0);
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<Carrier> all() {
		this.lock.lock();
		try {
			List<Carrier> all = new ArrayList<>(this.carriers);
			if (this.reserve != null) {
				all.add(this.reserve);
			}
			return all;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End the carriers, once their loops have ended.
	 * @param nanos how long to wait for them, in nanoseconds
	 * @return whether all have ended
	 */
	boolean close(long nanos) throws InterruptedException {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
			this.stranded.signal();
		}
		finally {
			this.lock.unlock();
		}
		long deadline = System.nanoTime() + nanos;
		for (Carrier carrier : all()) {
			long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			carrier.join(Math.max(millis, 1));
			if (carrier.isAlive()) {
				return false;
			}
		}
		return true;
	}

}
