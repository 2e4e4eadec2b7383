package io.coroutine.internal.linux;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A counter in the kernel that an epoll can wait for: it wakes a sleeping event loop.
 * {@link #signal()} may be called from any thread.
 */
public final class EventFd implements AutoCloseable {

	private static final int EFD_CLOEXEC = 0x80000;

	private static final int EFD_NONBLOCK = 0x800;

	private static final MethodHandle EVENTFD = LibC.critical("eventfd",
			FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

	private static final MethodHandle EVENTFD_READ = LibC.critical("eventfd_read",
			FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

	private static final MethodHandle EVENTFD_WRITE = LibC.critical("eventfd_write",
			FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));

	private final int fd;

	/** For {@link #signal()}, whose error nobody reads. */
	private final MemorySegment signalErrno = LibC.newErrno();

	private EventFd(int fd) {
		this.fd = fd;
	}

	/**
	 * Open a counter that stands at zero.
	 * @return the counter
	 * @throws IOException if the process has too many open files
	 */
	public static EventFd open() throws IOException {
		MemorySegment errno = LibC.newErrno();
		try {
			int fd = (int) EVENTFD.invokeExact(errno, 0, EFD_CLOEXEC | EFD_NONBLOCK);
			return new EventFd(Errno.check(LibC.result(fd, errno)));
		}
		catch (IOException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Return the descriptor.
	 * @return the descriptor
	 */
	public int fd() {
		return this.fd;
	}

	/**
	 * Make the descriptor readable. Allocates nothing, as a signal must not be lost when
	 * there is no memory.
	 */
	public void signal() {
		try {
			int ignored = (int) EVENTFD_WRITE.invokeExact(this.signalErrno, this.fd, 1L);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Set the counter back to zero.
	 * @return what it was: the number of signals since the last call
	 */
	public long take() {
		long[] count = new long[1];
		try {
			int ignored = (int) EVENTFD_READ.invokeExact(LibC.newErrno(), this.fd, MemorySegment.ofArray(count));
			return count[0];
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	@Override
	public void close() {
		Sockets.close(this.fd);
	}

}
