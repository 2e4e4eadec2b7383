package io.coroutine.snapshot;

/**
 * The kinds of things that a coroutine may wait for.
 */
public enum WaitKind {

	/** Data from a socket, room to send, or a connection. */
	SOCKET,

	/** A lock or a monitor that another thread holds. */
	LOCK,

	/** A condition, a latch, or the notification of a monitor. */
	CONDITION,

	/**
	 * An element of a queue, or something of which there is so much only: a permit, a
	 * pooled connection, a private stack.
	 */
	QUEUE,

	/** The other side of a channel. */
	CHANNEL,

	/** The result of an asynchronous computation. */
	FUTURE,

	/** The end of another coroutine or thread. */
	JOIN,

	/** Its own resume by another coroutine: it has suspended itself. */
	RESUME,

	/** The suspend or end of a coroutine that it has resumed. */
	TRANSFER,

	/** Blocking code that it has given to a private stack. */
	BLOCKING,

	/** A time. Includes timed waits that do not tell what for. */
	SLEEP,

	/** Something else, or something that cannot be known. */
	OTHER

}
