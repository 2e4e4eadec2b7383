package io.coroutine.spring.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.stall.StallLog;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Moves handlers to private stacks that stall their event loop again and again: that were
 * found by the watchdog to occupy it while others waited. Each handler counts for itself.
 * It moves when it has stalled so many times within so much time, and not less than once
 * in a hundred calls, so that one that is called all the time does not move for what it
 * has no part in, such as a pause of the JVM.
 * <p>
 * It stays there as long as the application runs: on a private stack it cannot stall any
 * more, so nothing would tell that it has become better.
 * <p>
 * May be used by any thread.
 */
public final class AdaptiveStacks implements Hook {

	private static final Log logger = LogFactory.getLog(AdaptiveStacks.class);

	private final @Nullable StallLog log;

	private final int stalls;

	private final Duration window;

	private final Map<Object, HandlerStalls> handlers = new ConcurrentHashMap<>();

	AdaptiveStacks(@Nullable StallLog log, int stalls, Duration window) {
		if (stalls < 1) {
			throw new IllegalArgumentException("The number of stalls must be at least 1, not " + stalls);
		}
		if (window.toMillis() < 1) {
			throw new IllegalArgumentException("The window must be at least 1 ms, not " + window);
		}
		this.log = log;
		this.stalls = stalls;
		this.window = window;
	}

	/**
	 * Create it.
	 * @param runtime runs the requests
	 * @param stalls after how many stalls a handler moves, at least 1
	 * @param window the time within which it must have stalled as often, at least 1 ms
	 * @return the new object
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public static AdaptiveStacks of(CoroutineRuntime runtime, int stalls, Duration window) {
		EventLoopGroup loops = Scheduler.behind(runtime).loops();
		return new AdaptiveStacks((loops != null) ? loops.stalls() : null, stalls, window);
	}

	boolean isInForce() {
		return this.log != null;
	}

	/**
	 * Run a handler: on a private stack if it has moved, else where it is, and look
	 * whether it stalls.
	 * @param id by what the handler is known from one request to the next
	 */
	<T extends @Nullable Object> T call(Object id, Callable<T> handler) throws Exception {
		StallLog stallLog = this.log;
		if (stallLog == null) {
			return handler.call();
		}
		HandlerStalls state = this.handlers.computeIfAbsent(id, (key) -> new HandlerStalls(this.stalls, this.window));
		if (state.isAdapted()) {
			return StackChange.call(StackChange.DEFAULT_SIZE, handler);
		}
		long since = stallLog.count();
		try {
			return handler.call();
		}
		finally {
			int found = (stallLog.count() != since) ? stallLog.countOf(Thread.currentThread().threadId(), since) : 0;
			if (state.ended(found, System.nanoTime())) {
				report(id.toString());
			}
		}
	}

	private void report(String handler) {
		StackRecords.adapted(handler, this.stalls, this.window);
		logger.warn(handler + " has stalled its event loop " + this.stalls + " times within " + this.window
				+ " and runs on private stacks from now on, until the application stops. Annotate it with "
				+ "@PrivateStack to have it so from the start, or with @PrivateStack(false) to keep it where it was; "
				+ "coroutine.stack.adaptive.enabled=false switches this off");
	}

	/**
	 * Return the handlers that have moved: methods of controllers, patterns of functional
	 * endpoints, classes of others.
	 * @return their descriptions, sorted
	 */
	public List<String> adaptedHandlers() {
		return this.handlers.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isAdapted())
			.map((entry) -> entry.getKey().toString())
			.sorted()
			.toList();
	}

	@Override
	public String name() {
		return "adaptive-stacks";
	}

	@Override
	public Status status() {
		if (!isInForce()) {
			return new Status(false, "the portable engine has no event loops that could stall");
		}
		List<String> moved = adaptedHandlers();
		return new Status(true,
				"handlers that stall their event loop " + this.stalls + " times within " + this.window
						+ " move to private stacks; "
						+ ((moved.isEmpty()) ? "none has so far" : "moved: " + String.join(", ", moved)));
	}

}
