package io.coroutine.internal.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

/**
 * Tells how much room the frames of a virtual thread take in the heap, without reading
 * them. Needs {@code java.lang} open, without which no size is known. May be called from
 * any thread.
 */
public final class StackSizes {

	/** The size of a stack of which it is not known. */
	public static final int UNKNOWN = -1;

	private StackSizes() {
	}

	/**
	 * Return the size of the frames of a thread that waits. The thread may go on
	 * meanwhile, and the size means nothing then.
	 * @param virtualThread a virtual thread that has no carrier
	 * @return the size in words, or {@link #UNKNOWN}
	 */
	public static int of(Thread virtualThread) {
		Fields fields = (JdkPackages.isOpen("java.lang")) ? Fields.FOUND : null;
		return (fields != null) ? fields.size(virtualThread) : UNKNOWN;
	}

	/**
	 * The way to the pieces in which the JVM keeps the frames.
	 */
	private record Fields(MethodHandle continuation, MethodHandle tail, MethodHandle parent, MethodHandle sp,
			MethodHandle bottom) {

		/** Initialized when {@code java.lang} is open. */
		static final @Nullable Fields FOUND = find();

		private static @Nullable Fields find() {
			try {
				JdkPackages.open("jdk.internal.vm");
				Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
				Class<?> chunk = Class.forName("jdk.internal.vm.StackChunk");
				return new Fields(getter(Class.forName("java.lang.VirtualThread"), "cont", Object.class),
						getter(continuation, "tail", Object.class), getter(chunk, "parent", Object.class),
						getter(chunk, "sp", int.class), getter(chunk, "bottom", int.class));
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				// Not open to us, or another JDK
				return null;
			}
		}

		private static MethodHandle getter(Class<?> type, String name, Class<?> result)
				throws ReflectiveOperationException {
			Field field = type.getDeclaredField(name);
			field.setAccessible(true);
			return MethodHandles.lookup().unreflectGetter(field).asType(MethodType.methodType(result, Object.class));
		}

		int size(Thread virtualThread) {
			try {
				Object of = (Object) this.continuation.invokeExact((Object) virtualThread);
				int words = 0;
				for (Object chunk = (Object) this.tail.invokeExact(of); chunk != null;) {
					words += (int) this.bottom.invokeExact(chunk) - (int) this.sp.invokeExact(chunk);
					chunk = (Object) this.parent.invokeExact(chunk);
				}
				return words;
			}
			catch (Throwable ex) {
				throw VirtualThreads.rethrow(ex);
			}
		}

	}

}
