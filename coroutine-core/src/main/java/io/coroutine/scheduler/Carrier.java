package io.coroutine.scheduler;

import io.coroutine.jdk.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread that runs an event loop: the one it was started with, and after it
 * has lost that to another carrier, whichever its pool gives it next.
 */
final class Carrier extends Thread {

	private final CarrierPool pool;

	/** The loop that this carrier runs or ran last; written by the carrier only. */
	private EventLoop loop;

	/**
	 * Whom the coroutine on this carrier resumes now, to run next; of this thread only.
	 */
	private @Nullable LoopFiber resumed;

	/** What runs next, before all that is queued; of this thread only. */
	private @Nullable LoopFiber next;

	Carrier(CarrierPool pool, String name, EventLoop loop) {
		super(null, null, name, 0, true);
		this.pool = pool;
		this.loop = loop;
		setDaemon(true);
	}

	/**
	 * Return the carrier under the calling code, be it a coroutine or the loop itself.
	 * @return the carrier, or {@code null} if the caller is on no event loop
	 */
	static @Nullable Carrier current() {
		return (VirtualThreads.currentCarrier() instanceof Carrier carrier) ? carrier : null;
	}

	EventLoop loop() {
		return this.loop;
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
		this.next = fiber;
		return true;
	}

	/**
	 * Take what runs next. Called by this carrier.
	 * @return the fiber, or {@code null} if there is none
	 */
	@Nullable LoopFiber takeNext() {
		LoopFiber fiber = this.next;
		this.next = null;
		return fiber;
	}

	@Override
	public void run() {
		EventLoop next = this.loop;
		while (next != null) {
			this.loop = next;
			next.run(this);
			next = this.pool.awaitLoop();
		}
	}

}
