package io.coroutine.net;

import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.internal.name.NameServiceChoice;
import io.coroutine.internal.name.RuntimeLookups;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.snapshot.NameLookupCounts;
import io.coroutine.snapshot.NameLookupSource;

/**
 * Keeps look-ups of host names and addresses off the event loops of a runtime: a
 * coroutine that needs one, as in {@link java.net.InetAddress#getByName} or
 * {@link java.net.Socket#Socket(String, int)}, waits while the JDK's own resolver does it
 * on a thread of the hook. So {@code /etc/hosts}, search domains and the name service
 * switch work as ever, and so does the JDK's cache. Virtual threads that were started
 * inside of coroutines are served in the same way, all other threads look up by
 * themselves. With the portable engine it is the same.
 * <p>
 * There are so many look-ups at once, and the others wait for their turn. What several
 * ask for at once is looked up once. A look-up that takes too long ends with an
 * {@link java.net.UnknownHostException}, which the JDK keeps for the time of
 * {@code networkaddress.cache.negative.ttl}, ten seconds, as for every failure; the
 * thread cannot be stopped and counts until the operating system gives up as well.
 * <p>
 * An interrupt or {@linkplain io.coroutine.Coroutine#cancel() cancellation} does not end
 * the wait for a look-up, as it would not without the hook; it takes effect after it. The
 * JDK lets all who need a name wait for the first one, and would hand its failure on to
 * them.
 * <p>
 * The JDK asks for providers of name services at the first look-up of a process, through
 * the context class loader of whoever needs it. Another one may have been chosen by then;
 * the hook is without effect in that case. Methods may be called from any thread.
 */
public final class NameServiceHook implements Hook, NameLookupSource, AutoCloseable {

	private final Scheduler scheduler;

	private final RuntimeLookups lookups;

	private final Runnable closing = this::close;

	private volatile Status status;

	NameServiceHook(Scheduler scheduler, Duration timeout, int maxConcurrent) {
		this.scheduler = scheduler;
		this.lookups = new RuntimeLookups(scheduler, timeout, maxConcurrent);
		String obstacle = NameServiceChoice.obstacle();
		this.status = (obstacle == null) ? new Status(true, "look-ups of coroutines run on threads of their own")
				: new Status(false, obstacle);
		if (obstacle == null) {
			this.lookups.activate();
			scheduler.onShutdown().add(this.closing);
		}
	}

	/**
	 * Install the hook for a runtime, with the settings of a new {@link #builder()}.
	 * @param runtime the runtime; the hook ends with it
	 * @return the hook, which tells by {@link #status()} whether it is in force
	 */
	public static NameServiceHook install(CoroutineRuntime runtime) {
		return builder().install(runtime);
	}

	/**
	 * Begin to install the hook with other settings.
	 * @return a builder with the default settings
	 */
	public static NameServiceHookBuilder builder() {
		return new NameServiceHookBuilder();
	}

	/**
	 * Return {@code name-service}.
	 */
	@Override
	public String name() {
		return "name-service";
	}

	@Override
	public Status status() {
		return this.status;
	}

	@Override
	public NameLookupCounts lookups() {
		return this.lookups.lookups().counts();
	}

	/**
	 * Let the coroutines of the runtime look up by themselves from now on. Those that
	 * wait for a look-up get an {@link java.net.UnknownHostException}. Shutting the
	 * runtime down does the same: an interrupt does not end their wait. A further call
	 * does nothing.
	 */
	@Override
	public void close() {
		if (this.lookups.deactivate()) {
			this.status = new Status(false, "it is closed");
			this.scheduler.onShutdown().remove(this.closing);
			this.lookups.lookups().close();
		}
	}

}
