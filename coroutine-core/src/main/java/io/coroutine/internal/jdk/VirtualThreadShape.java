package io.coroutine.internal.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * The form that virtual threads have in JDK 25: which members of theirs we use. A JDK
 * whose virtual threads have another, as one of Project Loom in which the scheduler is no
 * {@link Executor}, is told apart by what is missing.
 *
 * @param newThread the constructor, of scheduler, name, characteristics and task
 * @param currentCarrier returns the platform thread below the caller
 * @param scheduler returns the scheduler of a virtual thread
 * @param continuation returns what the scheduler is given
 * @param carrier returns the carrier of a virtual thread; not needed to run, so a JDK
 * without it will do
 * @param name sets the name by a plain write, which the start of the thread publishes;
 * not needed to run either
 */
record VirtualThreadShape(MethodHandle newThread, MethodHandle currentCarrier, MethodHandle scheduler,
		MethodHandle continuation, @Nullable MethodHandle carrier, @Nullable MethodHandle name) {

	/**
	 * Find the members.
	 * @param type the class of virtual threads
	 * @param thread the class of threads
	 * @return the members
	 * @throws ReflectiveOperationException if one that is needed is missing
	 * @throws RuntimeException if they are not open to us, or of another type
	 */
	static VirtualThreadShape of(Class<?> type, Class<?> thread) throws ReflectiveOperationException {
		MethodHandles.Lookup lookup = MethodHandles.lookup();
		Constructor<?> constructor = type.getDeclaredConstructor(Executor.class, String.class, int.class,
				Runnable.class);
		constructor.setAccessible(true);
		Method currentCarrier = thread.getDeclaredMethod("currentCarrierThread");
		currentCarrier.setAccessible(true);
		return new VirtualThreadShape(
				lookup.unreflectConstructor(constructor)
					.asType(MethodType.methodType(Thread.class, Executor.class, String.class, int.class,
							Runnable.class)),
				lookup.unreflect(currentCarrier).asType(MethodType.methodType(Thread.class)),
				getter(type, "scheduler", Executor.class), getter(type, "runContinuation", Runnable.class),
				carrier(type), name(thread));
	}

	private static @Nullable MethodHandle carrier(Class<?> type) {
		try {
			return getter(type, "carrierThread", Thread.class);
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	private static @Nullable MethodHandle name(Class<?> thread) {
		try {
			return MethodHandles.privateLookupIn(thread, MethodHandles.lookup())
				.findVarHandle(thread, "name", String.class)
				.toMethodHandle(VarHandle.AccessMode.SET)
				.asType(MethodType.methodType(void.class, Thread.class, String.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	private static MethodHandle getter(Class<?> type, String name, Class<?> result)
			throws ReflectiveOperationException {
		Field field = type.getDeclaredField(name);
		field.setAccessible(true);
		return MethodHandles.lookup().unreflectGetter(field).asType(MethodType.methodType(result, Thread.class));
	}

}
