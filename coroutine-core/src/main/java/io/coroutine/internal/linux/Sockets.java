package io.coroutine.internal.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * System calls on non-blocking TCP sockets. They may be made from any thread. A result
 * below zero is a negated {@link Errno}.
 */
public final class Sockets {

	/** To {@link #shutdown(int, int)}: no more reads. */
	public static final int SHUT_RD = 0;

	/** To {@link #shutdown(int, int)}: no more writes. */
	public static final int SHUT_WR = 1;

	/** To {@link #shutdown(int, int)}: neither. */
	public static final int SHUT_RDWR = 2;

	/** The most that one call should copy, as no garbage collection starts meanwhile. */
	public static final int MAX_COPY = 128 * 1024;

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

	private static final int SOCK_STREAM = 1;

	private static final int SOCK_NONBLOCK_CLOEXEC = 0x800 | 0x80000;

	private static final int MSG_NOSIGNAL = 0x4000;

	private static final int MSG_OOB = 0x1;

	private static final long FIONREAD = 0x541B;

	private static final int POLLIN = 0x1;

	private static final int POLLOUT = 0x4;

	private static final MethodHandle SOCKET = LibC.critical("socket", FunctionDescriptor.of(INT, INT, INT, INT));

	private static final MethodHandle BIND = LibC.critical("bind",
			FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));

	private static final MethodHandle LISTEN = LibC.critical("listen", FunctionDescriptor.of(INT, INT, INT));

	private static final MethodHandle CONNECT = LibC.critical("connect",
			FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));

	private static final MethodHandle ACCEPT = LibC.critical("accept4",
			FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, INT));

	private static final FunctionDescriptor TRANSFER = FunctionDescriptor.of(ValueLayout.JAVA_LONG, INT,
			ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, INT);

	private static final MethodHandle RECV = LibC.critical("recv", TRANSFER);

	private static final MethodHandle SEND = LibC.critical("send", TRANSFER);

	private static final MethodHandle SHUTDOWN = LibC.critical("shutdown", FunctionDescriptor.of(INT, INT, INT));

	private static final FunctionDescriptor ADDRESS_OF = FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS,
			ValueLayout.ADDRESS);

	private static final MethodHandle GETSOCKNAME = LibC.critical("getsockname", ADDRESS_OF);

	private static final MethodHandle GETPEERNAME = LibC.critical("getpeername", ADDRESS_OF);

	private static final MethodHandle IOCTL = LibC.critical("ioctl",
			FunctionDescriptor.of(INT, INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));

	private static final MethodHandle POLL = LibC.blocking("poll",
			FunctionDescriptor.of(INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, INT));

	/** Not critical: it waits for unsent data where {@code SO_LINGER} says so. */
	private static final MethodHandle CLOSE = LibC.blocking("close", FunctionDescriptor.of(INT, INT));

	/**
	 * Dual-stack sockets where the system has IPv6 and the JDK was not told otherwise.
	 */
	private static final int FAMILY = chooseFamily();

	private Sockets() {
	}

	private static int chooseFamily() {
		if (!Boolean.getBoolean("java.net.preferIPv4Stack") && hasIpv6Address()) {
			int fd = socket(SocketAddresses.AF_INET6);
			if (fd >= 0) {
				close(fd);
				return SocketAddresses.AF_INET6;
			}
		}
		return SocketAddresses.AF_INET;
	}

	/**
	 * The kernel may offer IPv6 and have it disabled on all interfaces. The JDK's own
	 * sockets are for IPv4 then.
	 */
	private static boolean hasIpv6Address() {
		try (Stream<String> addresses = Files.lines(Path.of("/proc/net/if_inet6"))) {
			return addresses.findAny().isPresent();
		}
		catch (IOException | UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * Tell whether sockets are made for IPv6 and IPv4 together.
	 * @return {@code false} if for IPv4 only
	 */
	public static boolean isDualStack() {
		return FAMILY == SocketAddresses.AF_INET6;
	}

	/**
	 * See to it that sockets can have an address.
	 * @param address the address
	 * @throws SocketException if it is of IPv6 and sockets are made for IPv4 only
	 */
	public static void checkFamily(InetAddress address) throws SocketException {
		if (address instanceof Inet6Address && !isDualStack()) {
			throw new SocketException("IPv6 protocol family unavailable");
		}
	}

	/**
	 * Open a non-blocking TCP socket.
	 * @return the descriptor
	 * @throws IOException if the process has too many open files
	 */
	public static int open() throws IOException {
		int fd = Errno.check(socket(FAMILY));
		if (isDualStack()) {
			int result = SocketOptions.setInt(fd, SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_V6ONLY, 0);
			if (result < 0) {
				close(fd);
				throw Errno.toException(-result);
			}
		}
		return fd;
	}

	private static int socket(int family) {
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) SOCKET.invokeExact(errno, family, SOCK_STREAM | SOCK_NONBLOCK_CLOEXEC, 0), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Give a socket its local address.
	 * @param fd the descriptor
	 * @param address the address
	 * @param port the port, 0 for any
	 * @return zero, or a negated error
	 */
	public static int bind(int fd, InetAddress address, int port) {
		MemorySegment encoded = SocketAddresses.encode(FAMILY, address, port);
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) BIND.invokeExact(errno, fd, encoded, (int) encoded.byteSize()), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Begin to accept connections.
	 * @param fd the descriptor
	 * @param backlog how many connections may wait to be accepted
	 * @return zero, or a negated error
	 */
	public static int listen(int fd, int backlog) {
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) LISTEN.invokeExact(errno, fd, backlog), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Begin to connect.
	 * @param fd the descriptor
	 * @param address the peer's address
	 * @param port the peer's port
	 * @return zero if connected, {@link Errno#EINPROGRESS} negated while it goes on, or a
	 * negated error
	 */
	public static int connect(int fd, InetAddress address, int port) {
		return connect(fd, SocketAddresses.encode(FAMILY, address, port));
	}

	/**
	 * Drop the connection with a reset, or the attempt to connect.
	 * @param fd the descriptor
	 * @return zero, or a negated error
	 */
	public static int disconnect(int fd) {
		// The family AF_UNSPEC, which is zero
		return connect(fd, MemorySegment.ofArray(new byte[16]));
	}

	private static int connect(int fd, MemorySegment encoded) {
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) CONNECT.invokeExact(errno, fd, encoded, (int) encoded.byteSize()), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Accept a connection; its socket is non-blocking.
	 * @param fd the listening descriptor
	 * @param peer where to put the peer's address, of {@link SocketAddresses#MAX_SIZE}
	 * @return the new descriptor, or a negated error
	 */
	public static int accept(int fd, byte[] peer) {
		MemorySegment length = MemorySegment.ofArray(new int[] { peer.length });
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result(
					(int) ACCEPT.invokeExact(errno, fd, MemorySegment.ofArray(peer), length, SOCK_NONBLOCK_CLOEXEC),
					errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Receive what there is.
	 * @param fd the descriptor
	 * @param bytes where to put it
	 * @param offset the first index to fill; the caller has checked the range
	 * @param length how many bytes to receive at the most
	 * @return the number of bytes, zero at the end of the stream, or a negated error
	 */
	public static int receive(int fd, byte[] bytes, int offset, int length) {
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) (long) RECV.invokeExact(errno, fd,
					MemorySegment.ofArray(bytes).asSlice(offset, length), (long) length, 0), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Send as much as there is room for.
	 * @param fd the descriptor
	 * @param bytes holds the data
	 * @param offset the first index to send; the caller has checked the range
	 * @param length how many bytes to send at the most
	 * @return the number of bytes sent, or a negated error
	 */
	public static int send(int fd, byte[] bytes, int offset, int length) {
		return send(fd, bytes, offset, length, MSG_NOSIGNAL);
	}

	/**
	 * Send one byte of urgent data.
	 * @param fd the descriptor
	 * @param data the byte
	 * @return one, or a negated error
	 */
	public static int sendUrgent(int fd, byte data) {
		return send(fd, new byte[] { data }, 0, 1, MSG_NOSIGNAL | MSG_OOB);
	}

	private static int send(int fd, byte[] bytes, int offset, int length, int flags) {
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) (long) SEND.invokeExact(errno, fd,
					MemorySegment.ofArray(bytes).asSlice(offset, length), (long) length, flags), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Shut down one or both directions.
	 * @param fd the descriptor
	 * @param how {@link #SHUT_RD}, {@link #SHUT_WR} or {@link #SHUT_RDWR}
	 * @return zero, or a negated error
	 */
	public static int shutdown(int fd, int how) {
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) SHUTDOWN.invokeExact(errno, fd, how), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Return the local address.
	 * @param fd the descriptor
	 * @return the address
	 * @throws IOException if the socket has none
	 */
	public static InetSocketAddress localAddress(int fd) throws IOException {
		return address(GETSOCKNAME, fd);
	}

	/**
	 * Return the peer's address.
	 * @param fd the descriptor
	 * @return the address
	 * @throws IOException if the socket is not connected
	 */
	public static InetSocketAddress remoteAddress(int fd) throws IOException {
		return address(GETPEERNAME, fd);
	}

	private static InetSocketAddress address(MethodHandle function, int fd) throws IOException {
		byte[] bytes = new byte[SocketAddresses.MAX_SIZE];
		MemorySegment length = MemorySegment.ofArray(new int[] { bytes.length });
		MemorySegment errno = LibC.newErrno();
		try {
			int result = (int) function.invokeExact(errno, fd, MemorySegment.ofArray(bytes), length);
			Errno.check(LibC.result(result, errno));
			return SocketAddresses.decode(bytes);
		}
		catch (IOException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Return how many bytes can be received now.
	 * @param fd the descriptor
	 * @return the number of bytes, or a negated error
	 */
	public static int available(int fd) {
		int[] count = new int[1];
		MemorySegment errno = LibC.newErrno();
		try {
			int result = LibC.result((int) IOCTL.invokeExact(errno, fd, FIONREAD, MemorySegment.ofArray(count)), errno);
			return (result < 0) ? result : count[0];
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Block the calling platform thread until a descriptor is ready. Shutting the socket
	 * down from another thread ends the wait.
	 * @param fd the descriptor
	 * @param forRead whether to wait for data or for room to send
	 * @param timeoutMillis the longest wait in milliseconds, -1 for no limit
	 * @return 1 if ready, 0 after the time-out or a signal, or a negated error
	 */
	public static int poll(int fd, boolean forRead, int timeoutMillis) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment errno = arena.allocate(LibC.ERRNO_SIZE, 8);
			MemorySegment descriptor = arena.allocate(8, 8);
			descriptor.set(INT, 0, fd);
			descriptor.set(ValueLayout.JAVA_SHORT, 4, (short) (forRead ? POLLIN : POLLOUT));
			int result = LibC.result((int) POLL.invokeExact(errno, descriptor, 1L, timeoutMillis), errno);
			return (result == -Errno.EINTR) ? 0 : result;
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Close a descriptor. It may block where {@code SO_LINGER} is set.
	 * @param fd the descriptor
	 */
	public static void close(int fd) {
		try (Arena arena = Arena.ofConfined()) {
			int ignored = (int) CLOSE.invokeExact(arena.allocate(LibC.ERRNO_SIZE, 8), fd);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

}
