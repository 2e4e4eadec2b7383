package io.coroutine.internal.jdk;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Creates virtual threads with a scheduler of our own, which JDK 25 has but does not
 * offer publicly, and answers which carrier and scheduler a virtual thread has.
 * <p>
 * Needs {@code java.lang} open, see {@link JdkAccess}, and where it becomes open late, it
 * must have {@linkplain JdkAccess#request asked} for it. Every method but
 * {@link #isAvailable()}, {@link #currentCarrier()}, {@link #isMounted} and
 * {@link #initializeJdkPollers()} may only be called when it is available. All methods
 * may be called from any thread.
 */
public final class VirtualThreads {

	/**
	 * Becomes true once. Plain, as a thread that sees it late is no virtual thread of
	 * ours, nor a carrier: whoever starts one of these sees it before.
	 */
	private static boolean available;

	static {
		find();
	}

	private VirtualThreads() {
	}

	/**
	 * Look whether they can be had.
	 * @return the reason in words why not, or {@code null} if they can be had
	 */
	static @Nullable String find() {
		if (!JdkPackages.isOpen("java.lang")) {
			return "java.lang is not open to this application: the JVM option " + JdkAccess.OPEN_OPTION + " is missing";
		}
		available = Members.OBSTACLE == null;
		return Members.OBSTACLE;
	}

	/**
	 * Tell whether virtual threads with a scheduler of our own can be had here.
	 * @return whether they can; once that is so, it stays
	 */
	public static boolean isAvailable() {
		return available;
	}

	/**
	 * Create a virtual thread, not started.
	 * @param scheduler called with the continuation each time the thread becomes runnable
	 * @param name the name of the thread
	 * @param task what the thread runs
	 * @return the new thread
	 */
	public static Thread newThread(Executor scheduler, String name, Runnable task) {
		try {
			return (Thread) handle(Members.NEW_THREAD).invokeExact(scheduler, name, 0, task);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Set the name of a thread that is not started and that nobody else knows, without
	 * the lock of {@link Thread#setName}.
	 * @param virtualThread a virtual thread
	 * @param name the name
	 */
	public static void nameUnstarted(Thread virtualThread, String name) {
		if (Members.NAME == null) {
			virtualThread.setName(name);
			return;
		}
		try {
			Members.NAME.invokeExact(virtualThread, name);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Return the platform thread that the calling code occupies: the carrier if the
	 * caller is a virtual thread, else the current thread. Where the JDK does not tell,
	 * it is the current thread in any case: then no thread is a carrier of ours.
	 * @return the platform thread
	 */
	public static Thread currentCarrier() {
		if (!available || Members.CURRENT_CARRIER == null) {
			return Thread.currentThread();
		}
		try {
			return (Thread) Members.CURRENT_CARRIER.invokeExact();
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Return the scheduler that a virtual thread was created with.
	 * @param virtualThread a virtual thread
	 * @return its scheduler
	 */
	public static Executor schedulerOf(Thread virtualThread) {
		try {
			return (Executor) handle(Members.SCHEDULER).invokeExact(virtualThread);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Return what the scheduler of a virtual thread is given each time the thread becomes
	 * runnable.
	 * @param virtualThread a virtual thread
	 * @return its continuation, always the same
	 */
	public static Runnable continuationOf(Thread virtualThread) {
		try {
			return (Runnable) handle(Members.CONTINUATION).invokeExact(virtualThread);
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Tell whether a virtual thread has a carrier at the moment. May be called even if
	 * virtual threads with a scheduler are not available.
	 * @param virtualThread a virtual thread
	 * @return whether it has one; {@code false} if that cannot be known
	 */
	public static boolean isMounted(Thread virtualThread) {
		if (!available || Members.CARRIER == null) {
			return false;
		}
		try {
			return (Thread) Members.CARRIER.invokeExact(virtualThread) != null;
		}
		catch (Throwable ex) {
			throw rethrow(ex);
		}
	}

	/**
	 * Make the JDK start its own network pollers now. They inherit the scheduler of the
	 * thread that first needs them, so this must be called from a platform thread before
	 * the first coroutine runs.
	 */
	public static void initializeJdkPollers() {
		try {
			Class.forName("sun.nio.ch.Poller");
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// A JDK without that class has no pollers that could inherit a scheduler
		}
	}

	private static MethodHandle handle(@Nullable MethodHandle handle) {
		if (handle == null) {
			throw new IllegalStateException("Virtual threads with a scheduler are not available: " + Members.OBSTACLE);
		}
		return handle;
	}

	static RuntimeException rethrow(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		if (ex instanceof RuntimeException runtimeException) {
			throw runtimeException;
		}
		return new IllegalStateException(ex);
	}

	/**
	 * The members of the JDK. Initialized when {@code java.lang} is open, so what it
	 * finds is for ever.
	 */
	private static final class Members {

		static final @Nullable String OBSTACLE;

		static final @Nullable MethodHandle NEW_THREAD;

		static final @Nullable MethodHandle CURRENT_CARRIER;

		static final @Nullable MethodHandle SCHEDULER;

		static final @Nullable MethodHandle CONTINUATION;

		static final @Nullable MethodHandle CARRIER;

		static final @Nullable MethodHandle NAME;

		static {
			VirtualThreadShape shape = null;
			String obstacle = null;
			try {
				shape = VirtualThreadShape.of(Class.forName("java.lang.VirtualThread"), Thread.class);
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				obstacle = "this JDK (" + Runtime.version() + ") has no virtual threads of the known form: " + ex;
			}
			OBSTACLE = obstacle;
			NEW_THREAD = (shape != null) ? shape.newThread() : null;
			CURRENT_CARRIER = (shape != null) ? shape.currentCarrier() : null;
			SCHEDULER = (shape != null) ? shape.scheduler() : null;
			CONTINUATION = (shape != null) ? shape.continuation() : null;
			CARRIER = (shape != null) ? shape.carrier() : null;
			NAME = (shape != null) ? shape.name() : null;
		}

		private Members() {
		}

	}

}
