package io.coroutine.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.scheduler.EventLoop;
import io.coroutine.scheduler.EventLoopGroup;
import io.coroutine.scheduler.Fiber;
import io.coroutine.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

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
 * thread can not be stopped and counts until the operating system gives up as well.
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

	private static final Object lock = new Object();

	private static volatile List<NameServiceHook> active = List.of();

	private final Scheduler scheduler;

	private final NameLookups lookups;

	private final Runnable closing = this::close;

	private volatile Status status;

	NameServiceHook(Scheduler scheduler, Duration timeout, int maxConcurrent) {
		this.scheduler = scheduler;
		this.lookups = new NameLookups(timeout, maxConcurrent);
		String obstacle = NameServiceChoice.obstacle();
		this.status = (obstacle == null) ? new Status(true, "look-ups of coroutines run on threads of their own")
				: new Status(false, obstacle);
		if (obstacle == null) {
			activate();
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

	private void activate() {
		synchronized (lock) {
			List<NameServiceHook> hooks = new ArrayList<>(active);
			hooks.addFirst(this);
			active = List.copyOf(hooks);
		}
		this.scheduler.onShutdown().add(this.closing);
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
		return this.lookups.counts();
	}

	/**
	 * Let the coroutines of the runtime look up by themselves from now on. Those that
	 * wait for a look-up get an {@link java.net.UnknownHostException}. Shutting the
	 * runtime down does the same: an interrupt does not end their wait. A further call
	 * does nothing.
	 */
	@Override
	public void close() {
		synchronized (lock) {
			List<NameServiceHook> hooks = new ArrayList<>(active);
			if (!hooks.remove(this)) {
				return;
			}
			active = List.copyOf(hooks);
			this.status = new Status(false, "it is closed");
		}
		this.scheduler.onShutdown().remove(this.closing);
		this.lookups.close();
	}

	/**
	 * Return who does the look-ups for the caller.
	 * @return the look-ups of its runtime, or {@code null} if it does them itself
	 */
	static @Nullable NameLookups lookupsOfCaller() {
		for (NameServiceHook hook : active) {
			if (hook.servesCaller()) {
				return hook.lookups;
			}
		}
		return null;
	}

	private boolean servesCaller() {
		EventLoopGroup loops = this.scheduler.loops();
		if (loops != null && Thread.currentThread().isVirtual()) {
			EventLoop loop = EventLoop.current();
			if (loop != null) {
				return loop.group() == loops;
			}
		}
		Fiber fiber = Scheduler.current();
		return fiber != null && fiber.scheduler() == this.scheduler;
	}

}
