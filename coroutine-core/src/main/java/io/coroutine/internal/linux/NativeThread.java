package io.coroutine.internal.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * A platform thread as the kernel knows it. Any thread may ask, also after the thread has
 * ended. To ask takes some microseconds, and no lock that code of the process could hold.
 */
public final class NativeThread {

	private static final boolean X86 = "amd64".equals(System.getProperty("os.arch"));

	private static final long GETTID = X86 ? 186 : 178;

	/**
	 * A clock of the CPU time of one thread, see {@code clock_getcpuclockid(3)}.
	 */
	private static final int PER_THREAD = 4;

	private static final int SCHEDULED = 2;

	private static final int READ_ONLY_CLOEXEC = 0x80000;

	/** The state is the third field, after a name of at most 15 characters. */
	private static final int ENOUGH = 64;

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

	/** By number, as older C libraries have no function for it. */
	private static final MethodHandle SYSCALL = LibC.critical("syscall", FunctionDescriptor.of(LONG, LONG));

	private static final MethodHandle CLOCK_GETTIME = LibC.critical("clock_gettime",
			FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS));

	private static final MethodHandle OPEN = LibC.critical("open",
			FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT));

	private static final MethodHandle READ = LibC.critical("read",
			FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));

	private static final MethodHandle CLOSE = LibC.critical("close", FunctionDescriptor.of(INT, INT));

	private final int clock;

	private final MemorySegment statFile;

	private NativeThread(int number) {
		this.clock = (~number << 3) | PER_THREAD | SCHEDULED;
		String path = "/proc/self/task/" + number + "/stat\0";
		this.statFile = MemorySegment.ofArray(path.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Return the platform thread under the caller.
	 * @return the thread
	 */
	public static NativeThread current() {
		try {
			return new NativeThread((int) (long) SYSCALL.invokeExact(LibC.newErrno(), GETTID));
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Return how long the thread has had a CPU.
	 * @return nanoseconds since it was started, 0 if that cannot be known
	 */
	public long cpuNanos() {
		long[] time = new long[2];
		try {
			int result = (int) CLOCK_GETTIME.invokeExact(LibC.newErrno(), this.clock, MemorySegment.ofArray(time));
			return (result == 0) ? time[0] * NANOS_PER_SECOND + time[1] : 0;
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Tell whether the thread sleeps: it has no CPU, and waits neither for one nor for a
	 * disk.
	 * @return whether it is so; {@code true} if that cannot be known
	 */
	public boolean isAsleep() {
		byte[] text = new byte[ENOUGH];
		int end = read(text);
		for (int i = end - 1; i > 0; i--) {
			if (text[i] == ')') {
				return i + 2 >= end || text[i + 2] == 'S';
			}
		}
		return true;
	}

	private int read(byte[] text) {
		MemorySegment errno = LibC.newErrno();
		try {
			int descriptor = (int) OPEN.invokeExact(errno, this.statFile, READ_ONLY_CLOEXEC);
			if (descriptor < 0) {
				return 0;
			}
			long count = (long) READ.invokeExact(errno, descriptor, MemorySegment.ofArray(text), (long) text.length);
			int closed = (int) CLOSE.invokeExact(errno, descriptor);
			return (closed == 0) ? (int) Math.max(count, 0) : 0;
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

}
