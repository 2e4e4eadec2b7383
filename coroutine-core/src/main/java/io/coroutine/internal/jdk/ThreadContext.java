package io.coroutine.internal.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * What the JDK keeps for a thread beside its stack: all thread-locals, inheritable or
 * not, and the scoped values that are bound. A thread gives it away while another works
 * in its place, and has it again afterwards. It is never in two threads at once: a map of
 * thread-locals is handed over, not copied, so that what the one sets, changes or removes
 * the other sees.
 * <p>
 * The owner calls {@link #take()}, then another thread may call {@link #lendTo}, once and
 * to its end, then the owner calls {@link #giveBack()}. Each thread changes only fields
 * of its own; the callers see to it that the three calls are ordered, as by the start of
 * a thread and a volatile write. Between the first and the last the owner has empty
 * thread-locals, and what it sets there is dropped.
 * <p>
 * The values that belong to a platform thread as such, which the JDK itself uses below
 * virtual threads, stay where they are.
 * <p>
 * Needs {@code java.lang} open.
 */
public final class ThreadContext {

	private @Nullable Object locals;

	private @Nullable Object inheritable;

	private final @Nullable Object bindings;

	private ThreadContext(@Nullable Object locals, @Nullable Object inheritable, @Nullable Object bindings) {
		this.locals = locals;
		this.inheritable = inheritable;
		this.bindings = bindings;
	}

	/**
	 * Tell whether thread-locals can be handed over here.
	 * @return whether {@link #take()} may be called
	 */
	public static boolean isAvailable() {
		return JdkPackages.isOpen("java.lang") && Fields.FOUND != null;
	}

	/**
	 * Tell whether scoped values come along with the thread-locals.
	 * @return whether they do
	 */
	public static boolean includesScopedValues() {
		return isAvailable() && Bindings.FOUND != null;
	}

	/**
	 * Take the context away from the thread that calls.
	 * @return the context, to be given back by the same thread
	 * @throws IllegalStateException if that is not {@linkplain #isAvailable() available}
	 */
	public static ThreadContext take() {
		Fields fields = fields();
		Thread current = Thread.currentThread();
		ThreadContext context = new ThreadContext(fields.locals(current), fields.inheritable(current),
				(Bindings.FOUND != null) ? Bindings.FOUND.current() : null);
		fields.set(current, null, null);
		return context;
	}

	/**
	 * Run code with this context instead of that of the thread that calls, which has its
	 * own again afterwards.
	 * @param code the code
	 */
	public void lendTo(Runnable code) {
		Fields fields = fields();
		Thread current = Thread.currentThread();
		Object ownLocals = fields.locals(current);
		Object ownInheritable = fields.inheritable(current);
		fields.set(current, this.locals, this.inheritable);
		try {
			if (Bindings.FOUND != null && this.bindings != null) {
				Bindings.FOUND.run(current, this.bindings, code);
			}
			else {
				code.run();
			}
		}
		finally {
			this.locals = fields.locals(current);
			this.inheritable = fields.inheritable(current);
			fields.set(current, ownLocals, ownInheritable);
		}
	}

	/**
	 * Give the context back to the thread that calls, from which it was taken.
	 */
	public void giveBack() {
		fields().set(Thread.currentThread(), this.locals, this.inheritable);
	}

	private static Fields fields() {
		Fields found = (isAvailable()) ? Fields.FOUND : null;
		if (found == null) {
			throw new IllegalStateException(
					"Thread-locals cannot be handed over: java.lang is not open, or the JDK not known");
		}
		return found;
	}

	private static @Nullable Object get(MethodHandle getter, Thread thread) {
		try {
			return (Object) getter.invokeExact(thread);
		}
		catch (Throwable ex) {
			throw VirtualThreads.rethrow(ex);
		}
	}

	private static void set(MethodHandle setter, Thread thread, @Nullable Object value) {
		try {
			setter.invokeExact(thread, value);
		}
		catch (Throwable ex) {
			throw VirtualThreads.rethrow(ex);
		}
	}

	private static MethodHandle accessor(Class<?> type, String name, VarHandle.AccessMode mode, MethodType as)
			throws ReflectiveOperationException {
		return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
			.findVarHandle(Thread.class, name, type)
			.toMethodHandle(mode)
			.asType(as);
	}

	private static MethodHandle getter(Class<?> type, String name) throws ReflectiveOperationException {
		return accessor(type, name, VarHandle.AccessMode.GET, MethodType.methodType(Object.class, Thread.class));
	}

	private static MethodHandle setter(Class<?> type, String name) throws ReflectiveOperationException {
		return accessor(type, name, VarHandle.AccessMode.SET,
				MethodType.methodType(void.class, Thread.class, Object.class));
	}

	/**
	 * The maps of thread-locals in a {@link Thread}. A thread uses its own only.
	 */
	private record Fields(MethodHandle getLocals, MethodHandle setLocals, MethodHandle getInheritable,
			MethodHandle setInheritable) {

		/** Initialized when {@code java.lang} is open. */
		static final @Nullable Fields FOUND = find();

		private static @Nullable Fields find() {
			try {
				Class<?> map = Class.forName("java.lang.ThreadLocal$ThreadLocalMap");
				return new Fields(getter(map, "threadLocals"), setter(map, "threadLocals"),
						getter(map, "inheritableThreadLocals"), setter(map, "inheritableThreadLocals"));
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				// Not open to us, or another JDK: whoever asks falls back
				return null;
			}
		}

		@Nullable Object locals(Thread thread) {
			return get(this.getLocals, thread);
		}

		@Nullable Object inheritable(Thread thread) {
			return get(this.getInheritable, thread);
		}

		void set(Thread thread, @Nullable Object locals, @Nullable Object inheritable) {
			ThreadContext.set(this.setLocals, thread, locals);
			ThreadContext.set(this.setInheritable, thread, inheritable);
		}

	}

	/**
	 * The bindings of scoped values. The JVM finds them in the field of the thread, or
	 * after a stack overflow in the frame of {@code Thread.runWith}.
	 */
	private record Bindings(MethodHandle snapshot, MethodHandle get, MethodHandle set, MethodHandle runWith) {

		/** Initialized when {@code java.lang} is open. */
		static final @Nullable Bindings FOUND = find();

		private static @Nullable Bindings find() {
			try {
				Class<?> type = Class.forName("java.lang.ScopedValue$Snapshot");
				MethodHandle snapshot = MethodHandles.privateLookupIn(ScopedValue.class, MethodHandles.lookup())
					.findStatic(ScopedValue.class, "scopedValueBindings", MethodType.methodType(type))
					.asType(MethodType.methodType(Object.class));
				MethodHandle runWith = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
					.findVirtual(Thread.class, "runWith",
							MethodType.methodType(void.class, Object.class, Runnable.class));
				return new Bindings(snapshot, getter(Object.class, "scopedValueBindings"),
						setter(Object.class, "scopedValueBindings"), runWith);
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				return null;
			}
		}

		Object current() {
			try {
				return (Object) this.snapshot.invokeExact();
			}
			catch (Throwable ex) {
				throw VirtualThreads.rethrow(ex);
			}
		}

		void run(Thread thread, Object bindings, Runnable code) {
			Object own = ThreadContext.get(this.get, thread);
			ThreadContext.set(this.set, thread, bindings);
			try {
				this.runWith.invokeExact(thread, bindings, code);
			}
			catch (Throwable ex) {
				throw VirtualThreads.rethrow(ex);
			}
			finally {
				ThreadContext.set(this.set, thread, own);
			}
		}

	}

}
