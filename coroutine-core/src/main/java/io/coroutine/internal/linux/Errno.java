package io.coroutine.internal.linux;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;

/**
 * Error numbers of Linux, the same on x86-64 and aarch64 (source:
 * {@code asm-generic/errno-base.h}, {@code asm-generic/errno.h}). System calls of this
 * package return them negated.
 */
public final class Errno {

	/** Interrupted system call. */
	public static final int EINTR = 4;

	/** Bad file descriptor. */
	public static final int EBADF = 9;

	/** No data now, or no room now: wait for readiness. */
	public static final int EAGAIN = 11;

	/** Permission denied. */
	public static final int EACCES = 13;

	/** File exists: the descriptor is in that epoll already. */
	public static final int EEXIST = 17;

	/** Too many open files in the system. */
	public static final int ENFILE = 23;

	/** Too many open files in the process. */
	public static final int EMFILE = 24;

	/** The peer is gone: nothing more can be sent. */
	public static final int EPIPE = 32;

	/** Protocol error. */
	public static final int EPROTO = 71;

	/** Address family not supported. */
	public static final int EAFNOSUPPORT = 97;

	/** Address already in use. */
	public static final int EADDRINUSE = 98;

	/** Cannot assign requested address. */
	public static final int EADDRNOTAVAIL = 99;

	/** Software caused connection abort. */
	public static final int ECONNABORTED = 103;

	/** Connection reset by peer. */
	public static final int ECONNRESET = 104;

	/** No buffer space available. */
	public static final int ENOBUFS = 105;

	/** Transport endpoint is not connected. */
	public static final int ENOTCONN = 107;

	/** Connection timed out. */
	public static final int ETIMEDOUT = 110;

	/** Connection refused. */
	public static final int ECONNREFUSED = 111;

	/** No route to host. */
	public static final int EHOSTUNREACH = 113;

	/** The connection attempt goes on in the background. */
	public static final int EINPROGRESS = 115;

	private Errno() {
	}

	/**
	 * Return the exception that the JDK's own sockets throw for an error.
	 * @param errno the error number, positive
	 * @return the exception, with the system's text for the error as message
	 */
	public static IOException toException(int errno) {
		String message = LibC.errorText(errno);
		return switch (errno) {
			case EPROTO -> new ProtocolException(message);
			case ECONNREFUSED, ETIMEDOUT, ENOTCONN -> new ConnectException(message);
			case EHOSTUNREACH -> new NoRouteToHostException(message);
			case EADDRINUSE, EADDRNOTAVAIL, EACCES -> new BindException(message);
			default -> new SocketException(message);
		};
	}

	/**
	 * Return the exception that the JDK's own sockets throw when a transfer fails: no
	 * subtype, whatever the error.
	 * @param errno the error number, positive
	 * @return the exception, with the system's text for the error as message
	 */
	public static SocketException toSocketException(int errno) {
		return new SocketException(LibC.errorText(errno));
	}

	/**
	 * Throw the exception for an error, if there was one.
	 * @param result what a system call of this package returned
	 * @return the result, not negative
	 * @throws IOException if the result is negative, see {@link #toException(int)}
	 */
	public static int check(int result) throws IOException {
		if (result < 0) {
			throw toException(-result);
		}
		return result;
	}

}
