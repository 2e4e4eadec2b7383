package io.coroutine.internal.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The CPU under the calling thread. May be used from any thread.
 */
public final class Cpu {

	private static final MethodHandle SCHED_GETCPU = LibC.critical("sched_getcpu",
			FunctionDescriptor.of(ValueLayout.JAVA_INT));

	private Cpu() {
	}

	/**
	 * Return on which CPU the caller runs. The answer may be old already, as threads
	 * move.
	 * @return the number of the CPU, from 0, or a negated {@link Errno}
	 */
	public static int current() {
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) SCHED_GETCPU.invokeExact(errno), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

}
