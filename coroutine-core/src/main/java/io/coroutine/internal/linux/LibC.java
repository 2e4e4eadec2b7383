package io.coroutine.internal.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Binds functions of the C library.
 * <p>
 * A <em>critical</em> call stays in the Java thread state and may be given heap arrays:
 * only for calls that cannot block, as no garbage collection starts while one runs. A
 * <em>blocking</em> call leaves the Java thread state and needs native memory. Both take
 * a segment for {@code errno} as first argument.
 */
final class LibC {

	/** Bytes of the segment that takes {@code errno}. */
	static final long ERRNO_SIZE = Linker.Option.captureStateLayout().byteSize();

	private static final Linker LINKER = Linker.nativeLinker();

	private static final VarHandle ERRNO = Linker.Option.captureStateLayout()
		.varHandle(MemoryLayout.PathElement.groupElement("errno"));

	private static final MethodHandle STRERROR = LINKER.downcallHandle(find("strerror"),
			FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

	private LibC() {
	}

	static MethodHandle critical(String name, FunctionDescriptor descriptor) {
		return LINKER.downcallHandle(find(name), descriptor, Linker.Option.critical(true),
				Linker.Option.captureCallState("errno"));
	}

	static MethodHandle blocking(String name, FunctionDescriptor descriptor) {
		return LINKER.downcallHandle(find(name), descriptor, Linker.Option.captureCallState("errno"));
	}

	/**
	 * Return a new segment on the heap for the {@code errno} of one critical call.
	 */
	static MemorySegment newErrno() {
		return MemorySegment.ofArray(new int[(int) ERRNO_SIZE / Integer.BYTES]);
	}

	/**
	 * Turn the C library's way to report errors into the kernel's.
	 * @param result what the function returned
	 * @param errno the segment given to the call
	 * @return the result, or the negated error number if the result is negative
	 */
	static int result(int result, MemorySegment errno) {
		return (result >= 0) ? result : -(int) ERRNO.get(errno, 0L);
	}

	static String errorText(int errno) {
		try {
			MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
			return text.reinterpret(Long.MAX_VALUE).getString(0);
		}
		catch (Throwable ex) {
			throw unexpected(ex);
		}
	}

	/**
	 * A bound function throws nothing of its own: only errors of the JVM get here.
	 */
	static RuntimeException unexpected(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		return new IllegalStateException("System call failed", ex);
	}

	private static MemorySegment find(String name) {
		return LINKER.defaultLookup()
			.find(name)
			.orElseThrow(() -> new UnsatisfiedLinkError("The C library has no function " + name));
	}

}
