package io.coroutine.internal.linux;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.StampedLock;

/**
 * An epoll instance.
 * <p>
 * {@link #add}, {@link #remove} may be called from any thread, even after
 * {@link #close()}.
 */
public final class Epoll implements AutoCloseable {

	/** Readable. */
	public static final int IN = 0x1;

	/** There is urgent data. */
	public static final int PRI = 0x2;

	/** Writable. */
	public static final int OUT = 0x4;

	/** Error; always reported. */
	public static final int ERR = 0x8;

	/** Both directions are shut down; always reported. */
	public static final int HUP = 0x10;

	/** The peer has shut down its sending side. */
	public static final int RDHUP = 0x2000;

	/** Wake only one of several epolls that watch a descriptor. */
	public static final int EXCLUSIVE = 1 << 28;

	/** Report a change only once. */
	public static final int EDGE_TRIGGERED = 1 << 31;

	private static final int EPOLL_CLOEXEC = 0x80000;

	private static final int CTL_ADD = 1;

	private static final int CTL_DEL = 2;

	/** {@code struct epoll_event} is packed on x86-64 only. */
	private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));

	static final int EVENT_SIZE = PACKED ? 12 : 16;

	static final int DATA_OFFSET = PACKED ? 4 : 8;

	private static final MethodHandle CREATE = LibC.critical("epoll_create1",
			FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

	private static final MethodHandle CTL = LibC.critical("epoll_ctl", FunctionDescriptor.of(ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

	private static final FunctionDescriptor WAIT_DESCRIPTOR = FunctionDescriptor.of(ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

	private static final MethodHandle WAIT = LibC.blocking("epoll_wait", WAIT_DESCRIPTOR);

	private static final MethodHandle POLL = LibC.critical("epoll_wait", WAIT_DESCRIPTOR);

	private final int fd;

	/** Held by those who change what is watched; for good by who has closed. */
	private final StampedLock open = new StampedLock();

	private Epoll(int fd) {
		this.fd = fd;
	}

	/**
	 * Open an epoll instance.
	 * @return the instance
	 * @throws IOException if the process has too many open files
	 */
	public static Epoll open() throws IOException {
		MemorySegment errno = LibC.newErrno();
		try {
			int fd = (int) CREATE.invokeExact(errno, EPOLL_CLOEXEC);
			return new Epoll(Errno.check(LibC.result(fd, errno)));
		}
		catch (IOException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Watch a descriptor.
	 * @param watched the descriptor; events carry it as
	 * {@link EpollEvents#descriptor(int)}
	 * @param interest the events of interest
	 * @return zero, or a negated {@link Errno}
	 */
	public int add(int watched, int interest) {
		return control(CTL_ADD, watched, interest);
	}

	/**
	 * Watch a descriptor no longer.
	 * @param watched the descriptor
	 * @return zero, or a negated {@link Errno}
	 */
	public int remove(int watched) {
		return control(CTL_DEL, watched, 0);
	}

	private int control(int operation, int watched, int interest) {
		long stamp = this.open.tryReadLock();
		if (stamp == 0) {
			return -Errno.EBADF;
		}
		try {
			return controlOpen(operation, watched, interest);
		}
		finally {
			this.open.unlockRead(stamp);
		}
	}

	private int controlOpen(int operation, int watched, int interest) {
		MemorySegment event = MemorySegment.ofArray(new byte[EVENT_SIZE]);
		event.set(ValueLayout.JAVA_INT_UNALIGNED, 0, interest);
		event.set(ValueLayout.JAVA_INT_UNALIGNED, DATA_OFFSET, watched);
		MemorySegment error = LibC.newErrno();
		try {
			return LibC.result((int) CTL.invokeExact(error, this.fd, operation, watched, event), error);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Wait for events. Each edge-triggered event is reported to one caller only. Not to
	 * be called after {@link #close()}.
	 * @param events where to put them
	 * @param timeoutMillis how long to wait, in milliseconds; 0 looks without waiting, -1
	 * waits without limit
	 * @return the number of events; 0 also when interrupted by a signal
	 */
	public int await(EpollEvents events, int timeoutMillis) {
		try {
			int count = (timeoutMillis == 0)
					? (int) POLL.invokeExact(events.errno(), this.fd, events.segment(), events.capacity(), 0)
					: (int) WAIT.invokeExact(events.errno(), this.fd, events.segment(), events.capacity(),
							timeoutMillis);
			int result = LibC.result(count, events.errno());
			if (result < 0 && result != -Errno.EINTR) {
				throw new IllegalStateException("epoll_wait failed: " + LibC.errorText(-result));
			}
			return Math.max(result, 0);
		}
		catch (Throwable ex) {
			if (ex instanceof IllegalStateException failure) {
				throw failure;
			}
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Look for events without waiting. May be called by any thread, even after
	 * {@link #close()}, when there are none.
	 * @param events where to put them
	 * @return the number of events
	 */
	public int poll(EpollEvents events) {
		long stamp = this.open.tryReadLock();
		if (stamp == 0) {
			return 0;
		}
		try {
			return await(events, 0);
		}
		finally {
			this.open.unlockRead(stamp);
		}
	}

	/**
	 * Tell whether events wait, and leave them. May be called from any platform thread
	 * until the instance is closed.
	 * @return whether {@link #await} would return events at once
	 */
	public boolean isReady() {
		return Sockets.poll(this.fd, true, 0) > 0;
	}

	/**
	 * Close the instance. {@link #add} and {@link #remove} fail from now on; no other
	 * call may be under way or follow.
	 */
	@Override
	public void close() {
		this.open.writeLock();
		Sockets.close(this.fd);
	}

}
