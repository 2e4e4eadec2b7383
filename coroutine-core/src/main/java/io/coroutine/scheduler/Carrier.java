package io.coroutine.scheduler;

import io.coroutine.jdk.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that runs event loops, one at a time: whichever its pool gives it,
 * and after it has lost that to another carrier, the next.
 */
final class Carrier extends Thread {

	/** So many coroutines in a row run ahead of the queue, being resumed by another. */
	private static final int TRANSFERS = 16;

	private final CarrierPool pool;

	private final WaitCells waits = new WaitCells();

	/** The loop that this carrier runs or ran last; written by the carrier only. */
	private @Nullable EventLoop loop;

	/**
	 * Whom the coroutine on this carrier resumes now, to run next; of this thread only.
	 */
	private @Nullable LoopFiber resumed;

	/** What runs next, before all that is queued; of this thread only. */
	private @Nullable LoopFiber next;

	/** How many in a row have run so; of this thread only. */
	private int transfers;

	/**
	 * Set by the watchdog before it takes the loop away, and read by this thread after it
	 * has found its loop taken: the two are ordered by the {@link RunnerLease}.
	 */
	private volatile @Nullable Stall stall;

	Carrier(CarrierPool pool, String name) {
		super(null, null, name, 0, true);
		this.pool = pool;
		setDaemon(true);
	}

	/**
	 * Return the carrier under the calling code, be it a coroutine or the loop itself.
	 * @return the carrier, or {@code null} if the caller is on no event loop
	 */
	static @Nullable Carrier current() {
		return (VirtualThreads.currentCarrier() instanceof Carrier carrier) ? carrier : null;
	}

	@Nullable EventLoop loop() {
		return this.loop;
	}

	boolean isOf(CarrierPool other) {
		return this.pool == other;
	}

	/**
	 * Return what is counted by code on this carrier.
	 */
	WaitCells waits() {
		return this.waits;
	}

	/**
	 * Say whom the one that calls makes runnable now, before it gives its turn up at
	 * once. Called by code on this carrier.
	 */
	void resumes(@Nullable LoopFiber fiber) {
		this.resumed = fiber;
	}

	/**
	 * Have a fiber run as soon as the one that calls gives its turn up. Called by code on
	 * this carrier.
	 * @return {@code false} if the one that calls does not resume it, and so may go on
	 * for long, or if there is one already
	 */
	boolean runNext(LoopFiber fiber) {
		if (this.resumed != fiber || this.next != null) {
			return false;
		}
		putNext(fiber);
		return true;
	}

	void putNext(LoopFiber fiber) {
		this.next = fiber;
	}

	/**
	 * Take what runs next, if it is to run before all that is queued. Called by this
	 * carrier.
	 * @return the fiber, or {@code null} if there is none
	 */
	@Nullable LoopFiber takeNext() {
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

	/**
	 * Say for which stall the loop is about to be taken away. Called by the watchdog.
	 * @param stall the stall, or {@code null} if the loop was not taken
	 */
	void stall(@Nullable Stall stall) {
		this.stall = stall;
	}

	@Override
	public void run() {
		EventLoop next = this.pool.awaitLoop();
		while (next != null) {
			this.loop = next;
			next.run(this);
			Stall over = this.stall;
			if (over != null) {
				this.stall = null;
				over.end();
			}
			this.pool.retired();
			next = this.pool.awaitLoop();
		}
	}

}
