package io.coroutine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import io.coroutine.internal.jdk.NativeImage;
import io.coroutine.internal.jdk.SharedJvm;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.PortableScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link CoroutineRuntime}. Not safe for use by several threads.
 */
public final class CoroutineRuntimeBuilder {

	private static final System.Logger logger = System.getLogger(CoroutineRuntimeBuilder.class.getName());

	private EngineChoice engine = EngineChoice.AUTO;

	private boolean nativeMeans = true;

	private StackMode stackMode = StackMode.SHARED;

	private Introspection introspection = Introspection.FULL;

	private int loops = Runtime.getRuntime().availableProcessors();

	private int spareCarriers = 64;

	private Duration stallThreshold = Duration.ofMillis(20);

	private int privateStackLimit = 256;

	private int privateStackQueue = 10_000;

	private long privateStackBytes = 1024 * 1024;

	private Duration shutdownGrace = Duration.ofSeconds(10);

	private @Nullable ContextInheritance inheritance;

	CoroutineRuntimeBuilder() {
	}

	/**
	 * Choose the engine.
	 * @param choice the engine; {@link EngineChoice#AUTO} by default
	 * @return this
	 */
	public CoroutineRuntimeBuilder engine(EngineChoice choice) {
		this.engine = choice;
		return this;
	}

	/**
	 * Choose whether the event-loop engine may get what it needs of the JDK by native
	 * means. Without the options {@code --add-opens=java.base/java.lang=ALL-UNNAMED} and
	 * {@code --enable-native-access=ALL-UNNAMED}, or the entries of the same names in the
	 * manifest of an executable jar, it opens the package itself, through the JVM's
	 * native interface, of which the JDK prints a warning. A package that is open stays
	 * open for all of the JVM.
	 * @param allowed whether it may, {@code true} by default; otherwise the engine is not
	 * available without these options
	 * @return this
	 */
	public CoroutineRuntimeBuilder nativeMeans(boolean allowed) {
		this.nativeMeans = allowed;
		return this;
	}

	/**
	 * Choose the stack mode of coroutines that do not ask for one.
	 * @param mode the mode; {@link StackMode#SHARED} by default
	 * @return this
	 */
	public CoroutineRuntimeBuilder stackMode(StackMode mode) {
		this.stackMode = mode;
		return this;
	}

	/**
	 * Choose how much is kept of the coroutines to show it.
	 * @param introspection how much; {@link Introspection#FULL} by default
	 * @return this
	 */
	public CoroutineRuntimeBuilder introspection(Introspection introspection) {
		this.introspection = introspection;
		return this;
	}

	/**
	 * Set how many event loops there are.
	 * @param count the number, 1 to 1024; as many as the JVM sees CPUs by default
	 * @return this
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public CoroutineRuntimeBuilder loops(int count) {
		this.loops = inRange("The number of event loops", count, 1, 1024);
		return this;
	}

	/**
	 * Set how many carriers there may be beside those of the loops, to take over from
	 * stalled ones. Those that are kept by a coroutine which waits, and does not give its
	 * carrier back, are not counted: for each of them there may be one more, and a
	 * warning is logged. When all others are in use, or the operating system gives no
	 * thread, the coroutines of a loop that stalls wait: for the one that occupies it, or
	 * for a carrier that becomes free, whichever comes first. Loops that have nothing to
	 * do take ready ones meanwhile, and sockets and time-outs are looked after. Each such
	 * stall is counted once, in {@link RuntimeSnapshot#refusedHandOvers()}, and a warning
	 * is logged. Each warning comes at most once in ten seconds.
	 * @param count the number, 0 to 10,000; 64 by default
	 * @return this
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public CoroutineRuntimeBuilder spareCarriers(int count) {
		this.spareCarriers = inRange("The number of spare carriers", count, 0, 10_000);
		return this;
	}

	/**
	 * Set how long a coroutine may occupy an event loop while others wait for it.
	 * @param threshold the time, at least 1 ms; 20 ms by default
	 * @return this
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public CoroutineRuntimeBuilder stallThreshold(Duration threshold) {
		if (threshold.toMillis() < 1) {
			throw new IllegalArgumentException("The stall threshold must be at least 1 ms, not " + threshold);
		}
		this.stallThreshold = threshold;
		return this;
	}

	/**
	 * Set how many private stacks there may be at once.
	 * @param count the number, 0 to 100,000; 256 by default
	 * @return this
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public CoroutineRuntimeBuilder privateStackLimit(int count) {
		this.privateStackLimit = inRange("The number of private stacks", count, 0, 100_000);
		return this;
	}

	/**
	 * Set how many coroutines may wait for a private stack. They get one in the order in
	 * which they came. One that is cancelled while it waits keeps its place, and its task
	 * starts interrupted. Further ones are rejected. A warning is logged when the stacks
	 * are exhausted, at most once in ten seconds.
	 * @param count the number, 0 to 10,000,000; 10,000 by default
	 * @return this
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public CoroutineRuntimeBuilder privateStackQueue(int count) {
		this.privateStackQueue = inRange("The number of coroutines that wait for a private stack", count, 0,
				10_000_000);
		return this;
	}

	/**
	 * Set the size of each private stack for which none is asked for.
	 * @param bytes the size in bytes, 128 kB to 1 GB; 1 MB by default
	 * @return this
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public CoroutineRuntimeBuilder privateStackBytes(long bytes) {
		this.privateStackBytes = CoroutineBuilder.checkStackBytes(bytes);
		return this;
	}

	/**
	 * Set how long {@link CoroutineRuntime#close()} waits for the coroutines.
	 * @param grace the time, zero or more; ten seconds by default
	 * @return this
	 * @throws IllegalArgumentException if the time is negative
	 */
	public CoroutineRuntimeBuilder shutdownGrace(Duration grace) {
		if (grace.isNegative()) {
			throw new IllegalArgumentException("The grace of the shutdown must not be negative, not " + grace);
		}
		this.shutdownGrace = grace;
		return this;
	}

	/**
	 * Set what coroutines take over from the code that creates them, beside
	 * coroutine-locals. Those that are told {@linkplain CoroutineBuilder#inherit not to
	 * inherit} do not.
	 * @param inheritance takes and puts in force; {@code null} for nothing, which is the
	 * default
	 * @return this
	 */
	public CoroutineRuntimeBuilder contextInheritance(@Nullable ContextInheritance inheritance) {
		this.inheritance = inheritance;
		return this;
	}

	/**
	 * Make the runtime and start its threads.
	 * @return the runtime
	 * @throws EngineUnavailableException if {@link EngineChoice#EVENT_LOOP} is asked for
	 * and cannot run here
	 * @throws UncheckedIOException if the process has too many open files
	 */
	public CoroutineRuntime start() {
		if (this.engine == EngineChoice.PORTABLE) {
			return portable("it was asked for");
		}
		if (this.engine == EngineChoice.AUTO) {
			String reason = (NativeImage.reason() != null) ? NativeImage.reason() : SharedJvm.reason();
			if (reason != null) {
				return portable(reason);
			}
		}
		EngineSelfTest.Outcome outcome = EngineSelfTest.outcome(this.nativeMeans);
		EngineSelfTest.Failure failure = outcome.failure();
		if (failure == null) {
			String reason = (this.engine == EngineChoice.AUTO) ? "it is available here and has passed its self-test"
					: "it was asked for";
			return runtime(Engine.EVENT_LOOP,
					reason + "; java.lang is open "
							+ ((outcome.isOpenedNatively()) ? "by native means" : "by options of the JVM"),
					eventLoops());
		}
		if (this.engine == EngineChoice.EVENT_LOOP) {
			throw new EngineUnavailableException(failure.reason(), failure.remedy());
		}
		logger.log(System.Logger.Level.WARNING,
				"Coroutines run on the portable engine, as the event-loop engine is not available: {0}. {1}",
				failure.reason(), failure.remedy());
		return portable("the event-loop engine is not available: " + failure.reason());
	}

	private CoroutineRuntime portable(String reason) {
		Scheduler scheduler = new PortableScheduler(this.privateStackLimit, this.privateStackQueue, isDetailed());
		return runtime(Engine.PORTABLE, reason, scheduler);
	}

	private CoroutineRuntime runtime(Engine engine, String reason, Scheduler scheduler) {
		return new DefaultCoroutineRuntime(engine, reason, this.stackMode, this.privateStackBytes, this.introspection,
				scheduler, this.shutdownGrace, this.inheritance);
	}

	private Scheduler eventLoops() {
		try {
			EventLoopGroup group = EventLoopGroup.start(this.loops, this.spareCarriers, this.stallThreshold);
			return new EventLoopScheduler(group, this.privateStackLimit, this.privateStackQueue, isDetailed());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The event loops could not be opened", ex);
		}
	}

	private boolean isDetailed() {
		return this.introspection == Introspection.FULL;
	}

	private static int inRange(String what, int value, int min, int max) {
		if (value < min || value > max) {
			throw new IllegalArgumentException(what + " must be " + min + " to " + max + ", not " + value);
		}
		return value;
	}

}
