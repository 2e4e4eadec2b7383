package io.coroutine.internal.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Creates virtual threads with a scheduler of our own, which JDK 25 has but does not
 * offer publicly, and answers which carrier and scheduler a virtual thread has.
 * <p>
 * Needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}. Every method but
 * {@link #unavailableReason()} and {@link #isMounted} may only be called when that
 * returned {@code null}. All methods may be called from any thread.
 */
public final class VirtualThreads {

	/** The option that opens {@code java.lang} to us. */
	public static final String REQUIRED_OPTION = "--add-opens java.base/java.lang=ALL-UNNAMED";

	private static final @Nullable String UNAVAILABLE_REASON;

	private static final @Nullable MethodHandle NEW_THREAD;

	private static final @Nullable MethodHandle CURRENT_CARRIER;

	private static final @Nullable MethodHandle SCHEDULER;

	private static final @Nullable MethodHandle CONTINUATION;

	private static final @Nullable MethodHandle CARRIER;

	private static final @Nullable MethodHandle NAME;

	static {
		MethodHandle newThread = null;
		MethodHandle currentCarrier = null;
		MethodHandle scheduler = null;
		MethodHandle continuation = null;
		MethodHandle carrierOf = null;
		MethodHandle name = null;
		String reason = null;
		try {
			if (!VirtualThreads.class.getModule().isNamed()
					&& !Object.class.getModule().isOpen("java.lang", VirtualThreads.class.getModule())) {
				reason = "java.lang is not open to this application: the JVM option " + REQUIRED_OPTION + " is missing";
			}
			else {
				MethodHandles.Lookup lookup = MethodHandles.lookup();
				Class<?> type = Class.forName("java.lang.VirtualThread");
				var constructor = type.getDeclaredConstructor(Executor.class, String.class, int.class, Runnable.class);
				constructor.setAccessible(true);
				newThread = lookup.unreflectConstructor(constructor)
					.asType(MethodType.methodType(Thread.class, Executor.class, String.class, int.class,
							Runnable.class));
				var carrier = Thread.class.getDeclaredMethod("currentCarrierThread");
				carrier.setAccessible(true);
				currentCarrier = lookup.unreflect(carrier);
				scheduler = getter(lookup, type.getDeclaredField("scheduler"), Executor.class);
				continuation = getter(lookup, type.getDeclaredField("runContinuation"), Runnable.class);
				carrierOf = carrierGetter(lookup, type);
				name = nameSetter();
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			reason = "this JDK (" + Runtime.version() + ") has no virtual threads of the known form: " + ex;
		}
		UNAVAILABLE_REASON = reason;
		NEW_THREAD = newThread;
		CURRENT_CARRIER = currentCarrier;
		SCHEDULER = scheduler;
		CONTINUATION = continuation;
		CARRIER = carrierOf;
		NAME = name;
	}

	/**
	 * Not needed to run, so a JDK without it will do.
	 */
	private static @Nullable MethodHandle carrierGetter(MethodHandles.Lookup lookup, Class<?> type) {
		try {
			return getter(lookup, type.getDeclaredField("carrierThread"), Thread.class);
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	/**
	 * Not needed to run either. A plain write: the start of the thread publishes it.
	 */
	private static @Nullable MethodHandle nameSetter() {
		try {
			return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
				.findVarHandle(Thread.class, "name", String.class)
				.toMethodHandle(VarHandle.AccessMode.SET);
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	private static MethodHandle getter(MethodHandles.Lookup lookup, Field field, Class<?> type)
			throws IllegalAccessException {
		field.setAccessible(true);
		return lookup.unreflectGetter(field).asType(MethodType.methodType(type, Thread.class));
	}

	private VirtualThreads() {
	}

	/**
	 * Tell why virtual threads with a scheduler of our own cannot be had here.
	 * @return the reason in words, or {@code null} if they can be had
	 */
	public static @Nullable String unavailableReason() {
		return UNAVAILABLE_REASON;
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
			return (Thread) handle(NEW_THREAD).invokeExact(scheduler, name, 0, task);
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
		if (NAME == null) {
			virtualThread.setName(name);
			return;
		}
		try {
			NAME.invokeExact(virtualThread, name);
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
		if (CURRENT_CARRIER == null) {
			return Thread.currentThread();
		}
		try {
			return (Thread) CURRENT_CARRIER.invokeExact();
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
			return (Executor) handle(SCHEDULER).invokeExact(virtualThread);
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
			return (Runnable) handle(CONTINUATION).invokeExact(virtualThread);
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
		if (CARRIER == null) {
			return false;
		}
		try {
			return (Thread) CARRIER.invokeExact(virtualThread) != null;
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
			throw new IllegalStateException(
					"Virtual threads with a scheduler are not available: " + UNAVAILABLE_REASON);
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

}
