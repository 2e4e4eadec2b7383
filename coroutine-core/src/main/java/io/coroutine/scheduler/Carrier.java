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
