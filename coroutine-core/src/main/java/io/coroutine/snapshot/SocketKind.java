package io.coroutine.snapshot;

/**
 * What a socket is used for.
 */
public enum SocketKind {

	/** A connection of the web server, while a request reads from it or writes to it. */
	HTTP_IN,

	/** A connection of the web server that waits for an event without a coroutine. */
	HTTP_IDLE,

	/** A connection of a database driver. */
	JDBC,

	/** A connection of an HTTP client. */
	HTTP_OUT,

	/** Any other. */
	OTHER

}
