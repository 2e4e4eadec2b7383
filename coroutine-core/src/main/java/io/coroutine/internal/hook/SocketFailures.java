package io.coroutine.internal.hook;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;

import io.coroutine.scope.DeadlineScope;

/**
 * Makes the exceptions of both engines alike, and tells what they are about.
 */
public final class SocketFailures {

	private static final String CLOSED = "Socket closed";

	private SocketFailures() {
	}

	/**
	 * Tell whether an operation was ended by an interrupt of its thread.
	 */
	public static boolean isInterrupt(IOException failure) {
		return failure instanceof ClosedByInterruptException
				|| (failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException));
	}

	/**
	 * Return the exception for an operation that was ended by an interrupt, which has
	 * closed the socket. The interrupt stays, as the JDK has it, unless it comes from the
	 * deadline of the caller.
	 */
	public static SocketException closedByInterrupt(IOException cause) {
		if (DeadlineScope.hasInterruptedCaller()) {
			boolean _ = Thread.interrupted();
		}
		return new SocketException("Closed by interrupt", cause);
	}

	/**
	 * Return the exception for an operation that has found the socket closed, in whatever
	 * way that showed.
	 */
	public static IOException closed(IOException cause) {
		return (CLOSED.equals(cause.getMessage())) ? cause : new SocketException(CLOSED, cause);
	}

	/**
	 * Return the exception for an operation on a socket that is closed.
	 */
	public static SocketException closed() {
		return new SocketException(CLOSED);
	}

	/**
	 * Return a failure of a transfer as {@link java.net.Socket} has it.
	 */
	public static IOException ofTransfer(IOException failure) {
		return (failure instanceof SocketException || failure instanceof SocketTimeoutException) ? failure
				: new SocketException(failure.getMessage(), failure);
	}

	/**
	 * Return a failure with the address that it is about, and of the same type as far as
	 * users may want to tell types apart.
	 * @param what what was tried, to begin a sentence with
	 */
	public static IOException about(String what, InetSocketAddress address, IOException failure) {
		if (isInterrupt(failure)) {
			return closedByInterrupt(failure);
		}
		String message = what + " " + address + ": " + failure.getMessage();
		IOException result = switch (failure) {
			case BindException _ -> new BindException(message);
			case ConnectException _ -> new ConnectException(message);
			case NoRouteToHostException _ -> new NoRouteToHostException(message);
			case SocketTimeoutException _ -> new SocketTimeoutException(message);
			case UnknownHostException _ -> new UnknownHostException(message);
			default -> new SocketException(message);
		};
		result.initCause(failure);
		return result;
	}

	/**
	 * Check that the name in an address is resolved.
	 */
	public static void checkResolved(InetSocketAddress address) throws UnknownHostException {
		if (address.isUnresolved()) {
			throw new UnknownHostException("The name service does not know " + address.getHostString());
		}
	}

}
