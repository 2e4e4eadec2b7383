package io.coroutine.net;

import io.coroutine.linux.Errno;

/**
 * What the errors of accept mean.
 */
final class AcceptErrors {

	private AcceptErrors() {
	}

	/**
	 * Tell whether an error is that of a connection that has ended before it was
	 * accepted.
	 */
	static boolean isOfOneConnection(int errno) {
		return errno == Errno.ECONNABORTED || errno == Errno.EPROTO || errno == Errno.EHOSTUNREACH;
	}

}
