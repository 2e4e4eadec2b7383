package io.coroutine.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.jdk.Literals;
import io.coroutine.internal.jdk.VirtualThreads;
import io.coroutine.internal.linux.NativeThread;
import io.coroutine.internal.stall.CpuUse;
import io.coroutine.internal.stall.Stall;
import io.coroutine.internal.stall.WatchedCarrier;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that runs event loops, one at a time: whichever its pool gives it,
 * and after it has lost that to another carrier, the next. The <em>reserve</em> runs no
 * coroutines: it looks after the sockets and timers of loops that have no carrier.
 * <p>
 * {@code next} belongs to this thread while it has its loop. Once the loop is taken from
 * it, and until it is told so by {@link Stall#end}, the watchdog may take {@code next} as
 * well, so that both do it by an atomic exchange ({@link #giveUpNext}).
 */
final class Carrier extends Thread implements WatchedCarrier {

	private static final String RESERVE_FAILED = Literals.made("The reserve failed, and goes on");

	/** So many coroutines in a row run ahead of the queue, being resumed by another. */
	private static final int TRANSFERS = 16;

	/** How often the reserve looks at loops without a carrier. */
	private static final long RESERVE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final VarHandle NEXT;

	static {
		try {
			NEXT = MethodHandles.lookup().findVarHandle(Carrier.class, "next", LoopFiber.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final CarrierPool pool;

	private final boolean reserve;

	/** The loop that this carrier runs or ran last; written by the carrier only. */
	private @Nullable EventLoop loop;

	/**
	 * The slice that this carrier is inside of, or was last, on this loop or the one
	 * before; 0 at first, which no slice is. Written by the carrier only.
	 */
	private long slice;

	/**
	 * Whom the coroutine on this carrier resumes now, to run next; of this thread only.
	 */
	private @Nullable LoopFiber resumed;

	/** What runs next, before all that is queued. */
	private @Nullable LoopFiber next;

	/** How many in a row have run so; of this thread only. */
	private int transfers;

	/**
	 * Set by the watchdog before it takes the loop away, and read by this thread after it
	 * has found its loop taken: the two are ordered by the {@link RunnerLease}.
	 */
	private volatile @Nullable Stall stall;

	private volatile boolean inspected;

	/** Set when the thread begins to run. */
	private volatile @Nullable CpuUse use;

	Carrier(CarrierPool pool, String name, boolean reserve) {
		super(null, null, name, 0, true);
		this.pool = pool;
		this.reserve = reserve;
		setDaemon(true);
	}

	/**
	 * Return the carrier under the calling code, be it a coroutine or the loop itself.
	 * @return the carrier, or {@code null} if the caller is on no event loop
	 */
	static @Nullable Carrier current() {
		return (VirtualThreads.currentCarrier() instanceof Carrier carrier) ? carrier : null;
	}

	boolean isOf(EventLoopGroup group) {
		return this.loop != null && this.loop.group() == group;
	}

	@Nullable EventLoop loop() {
		return this.loop;
	}

	/**
	 * Called by this carrier before a coroutine goes on.
	 */
	void slice(long begun) {
		assert Thread.currentThread() == this;
		this.slice = begun;
	}

	/**
	 * Return the slice that the coroutine is in which calls. If code of the loop calls,
	 * the loop is inside of none, so it is not inside of this one either.
	 */
	long slice() {
		assert current() == this;
		return this.slice;
	}

	/**
	 * Say whom the one that calls makes runnable now, before it gives its turn up at
	 * once. Called by code on this carrier.
	 */
	void resumes(@Nullable LoopFiber fiber) {
		assert current() == this;
		this.resumed = fiber;
	}

	/**
	 * Have a fiber run as soon as the one that calls gives its turn up. Called by code on
	 * this carrier.
	 * @return {@code false} if the one that calls does not resume it, and so may go on
	 * for long, if there is one already, or if the carrier has lost its loop: then it
	 * runs nothing before the caller, which may be pinned, lets it go
	 */
	boolean runNext(LoopFiber fiber) {
		assert current() == this;
		if (this.resumed != fiber || this.next != null || !hasLoop()) {
			return false;
		}
		putNext(fiber);
		return true;
	}

	void putNext(LoopFiber fiber) {
		NEXT.setOpaque(this, fiber);
	}

	private boolean hasLoop() {
		EventLoop own = this.loop;
		return own != null && own.isInside(this.slice);
	}

	@Override
	public boolean hasNext() {
		return NEXT.getOpaque(this) != null;
	}

	@Override
	public @Nullable LoopFiber giveUpNext() {
		return (hasNext()) ? (LoopFiber) NEXT.getAndSet(this, null) : null;
	}

	/**
	 * Take what runs next, if it is to run before all that is queued. Called by this
	 * carrier while the loop is its own.
	 */
	private @Nullable LoopFiber takeNext() {
		assert Thread.currentThread() == this;
		LoopFiber fiber = this.next;
		this.next = null;
		return fiber;
	}

	/**
	 * Take what runs next, from the queue if nothing is to run before that. Called by
	 * this carrier.
	 * @return what to run, or {@code null} as of {@link RunQueue#poll()}
	 */
	@Nullable Object next(RunQueue queue) {
		LoopFiber ahead = takeNext();
		if (ahead != null && ++this.transfers <= TRANSFERS) {
			return ahead;
		}
		this.transfers = 0;
		if (ahead != null) {
			queue.putBack(ahead);
		}
		return queue.poll();
	}

	@Override
	public void stall(@Nullable Stall stall) {
		this.stall = stall;
	}

	/**
	 * Tell whether a coroutine keeps the carrier, from which the loop was taken for that.
	 */
	boolean isHeld() {
		return this.stall != null;
	}

	@Override
	public long waits(long nowNanos) {
		CpuUse current = this.use;
		if (current == null) {
			return 0;
		}
		if (this.inspected) {
			current.forget();
			return 0;
		}
		return current.waits(nowNanos);
	}

	@Override
	public void inspected(boolean value) {
		this.inspected = value;
	}

	@Override
	public void run() {
		try {
			this.use = new CpuUse(NativeThread.current(), System.nanoTime());
		}
		catch (OutOfMemoryError ex) {
			// It counts as one that computes, and the pool counts on it
		}
		if (this.reserve) {
			serveStranded();
		}
		else {
			runLoops();
		}
	}

	private void serveStranded() {
		EventLoop stranded = this.pool.borrowStranded();
		while (stranded != null) {
			this.loop = stranded;
			try {
				stranded.serveWaits(this);
			}
			catch (RuntimeException | Error ex) {
				stranded.group().report(stranded, RESERVE_FAILED, ex);
			}
			this.pool.giveBack(stranded);
			LockSupport.parkNanos(this, RESERVE_PAUSE_NANOS);
			stranded = this.pool.borrowStranded();
		}
	}

	private void runLoops() {
		EventLoop next = this.pool.awaitLoop(this);
		while (next != null) {
			this.loop = next;
			next.run(this);
			Stall over = this.stall;
			if (over != null) {
				this.stall = null;
				over.end();
			}
			this.pool.retired();
			next = this.pool.awaitLoop(this);
		}
	}

}
