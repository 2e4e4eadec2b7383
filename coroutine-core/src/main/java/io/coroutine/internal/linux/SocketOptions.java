package io.coroutine.internal.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Options of sockets, with their numbers on Linux for x86-64 and aarch64 (source:
 * {@code asm-generic/socket.h}, {@code netinet/tcp.h}, {@code linux/in6.h}). They may be
 * used from any thread. A result below zero is a negated {@link Errno}.
 */
public final class SocketOptions {

	/** Level of the options of all sockets. */
	public static final int SOL_SOCKET = 1;

	/** Level of the options of IPv4. */
	public static final int IPPROTO_IP = 0;

	/** Level of the options of TCP. */
	public static final int IPPROTO_TCP = 6;

	/** Level of the options of IPv6. */
	public static final int IPPROTO_IPV6 = 41;

	/** Bind although old connections of that address linger. */
	public static final int SO_REUSEADDR = 2;

	/** The error that ended a connect; reading it clears it. */
	public static final int SO_ERROR = 4;

	/** Bytes of the send buffer. */
	public static final int SO_SNDBUF = 7;

	/** Bytes of the receive buffer. */
	public static final int SO_RCVBUF = 8;

	/** Probe an idle peer. */
	public static final int SO_KEEPALIVE = 9;

	/** Urgent data stays in the stream. */
	public static final int SO_OOBINLINE = 10;

	/** What close does with unsent data. */
	public static final int SO_LINGER = 13;

	/** Several sockets share an address. */
	public static final int SO_REUSEPORT = 15;

	/** The CPU that has received for the socket last. */
	public static final int SO_INCOMING_CPU = 49;

	/** Receive busy polling, in microseconds. */
	public static final int SO_INCOMING_NAPI_ID = 56;

	/** IPv4 type of service. */
	public static final int IP_TOS = 1;

	/** IPv6 traffic class. */
	public static final int IPV6_TCLASS = 67;

	/** Whether an IPv6 socket takes no IPv4. */
	public static final int IPV6_V6ONLY = 26;

	/** Send small packets at once. */
	public static final int TCP_NODELAY = 1;

	/** Seconds of idleness before the first probe. */
	public static final int TCP_KEEPIDLE = 4;

	/** Seconds between probes. */
	public static final int TCP_KEEPINTVL = 5;

	/** Probes before the peer counts as gone. */
	public static final int TCP_KEEPCNT = 6;

	/** Acknowledge at once. */
	public static final int TCP_QUICKACK = 12;

	/** The state of a connection, whose first byte is one of those below. */
	private static final int TCP_INFO = 11;

	private static final int TCP_FIN_WAIT1 = 4;

	private static final int TCP_LAST_ACK = 9;

	private static final int TCP_CLOSING = 11;

	private static final FunctionDescriptor SET = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);

	private static final FunctionDescriptor GET = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

	private static final MethodHandle SETSOCKOPT = LibC.critical("setsockopt", SET);

	private static final MethodHandle GETSOCKOPT = LibC.critical("getsockopt", GET);

	private SocketOptions() {
	}

	/**
	 * Set an option that is a number.
	 * @param fd the descriptor
	 * @param level the level
	 * @param option the option
	 * @param value its value
	 * @return zero, or a negated error
	 */
	public static int setInt(int fd, int level, int option, int value) {
		return set(fd, level, option, new int[] { value });
	}

	/**
	 * Return an option that is a number.
	 * @param fd the descriptor
	 * @param level the level
	 * @param option the option
	 * @return its value, or a negated error
	 */
	public static int getInt(int fd, int level, int option) {
		int[] value = new int[1];
		int result = get(fd, level, option, value);
		return (result < 0) ? result : value[0];
	}

	/**
	 * Set what close does with unsent data.
	 * @param fd the descriptor
	 * @param seconds how long close waits for it to be sent, in seconds; 0 drops it and
	 * resets the connection; -1 sends it in the background
	 * @return zero, or a negated error
	 */
	public static int setLinger(int fd, int seconds) {
		return set(fd, SOL_SOCKET, SO_LINGER, new int[] { (seconds < 0) ? 0 : 1, Math.max(seconds, 0) });
	}

	/**
	 * Return what close does with unsent data.
	 * @param fd the descriptor
	 * @return as {@link #setLinger(int, int)} takes it; -1 also for a closed socket
	 */
	public static int getLinger(int fd) {
		int[] value = new int[2];
		int result = get(fd, SOL_SOCKET, SO_LINGER, value);
		return (result < 0 || value[0] == 0) ? -1 : value[1];
	}

	/**
	 * Tell whether the output of a connection is shut down and the peer has not
	 * acknowledged all of it.
	 * @param fd the descriptor
	 * @return whether a close would wait
	 */
	public static boolean isClosing(int fd) {
		int info = getInt(fd, IPPROTO_TCP, TCP_INFO);
		int state = info & 0xff;
		return info >= 0 && (state == TCP_FIN_WAIT1 || state == TCP_CLOSING || state == TCP_LAST_ACK);
	}

	private static int set(int fd, int level, int option, int[] value) {
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) SETSOCKOPT.invokeExact(errno, fd, level, option, MemorySegment.ofArray(value),
					value.length * Integer.BYTES), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	private static int get(int fd, int level, int option, int[] value) {
		MemorySegment length = MemorySegment.ofArray(new int[] { value.length * Integer.BYTES });
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result(
					(int) GETSOCKOPT.invokeExact(errno, fd, level, option, MemorySegment.ofArray(value), length),
					errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

}
