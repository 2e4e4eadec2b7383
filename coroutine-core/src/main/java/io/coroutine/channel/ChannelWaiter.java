package io.coroutine.channel;

import org.jspecify.annotations.Nullable;

/**
 * The place of a {@link ChannelWait} among the senders or the receivers of one channel.
 * The fields are guarded by the lock of the channel until the waiter is served, and
 * belong to the thread that waits from then on.
 */
final class ChannelWaiter<T> {

	private final ChannelWait wait;

	/** Of a sender: what it sends. Of a receiver: what it was given. */
	@Nullable T element;

	/** Whether it was served with the end of the channel. */
	boolean closed;

	ChannelWaiter(ChannelWait wait, @Nullable T element) {
		this.wait = wait;
		this.element = element;
	}

	ChannelWait partOf() {
		return this.wait;
	}

	/**
	 * Tell whether the waiter was served. Called by the thread that waits.
	 */
	boolean isServed() {
		return this.wait.hasServed(this);
	}

	/**
	 * Serve the waiter, for good. Called with the lock of the channel, when the fields
	 * are set.
	 * @return {@code false} if it waits no more
	 */
	boolean serve() {
		return this.wait.serve(this);
	}

}
