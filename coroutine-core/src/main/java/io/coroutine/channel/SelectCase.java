package io.coroutine.channel;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Something a {@link ChannelSelect} may do with a channel: send an element, or receive.
 * Belongs to the select.
 */
final class SelectCase<T> {

	private final Channel<T> channel;

	/** The element to send, or {@code null} to receive. */
	private final @Nullable T toSend;

	private final ChannelSelect.Handler<? super T> handler;

	/** What was sent or received. */
	private @Nullable T exchanged;

	/** Set while the select waits. */
	private @Nullable ChannelWaiter<T> waiter;

	SelectCase(Channel<T> channel, @Nullable T toSend, ChannelSelect.Handler<? super T> handler) {
		this.channel = Objects.requireNonNull(channel, "The channel must not be null");
		this.toSend = toSend;
		this.handler = Objects.requireNonNull(handler, "The handler must not be null");
	}

	Channel<T> channel() {
		return this.channel;
	}

	/**
	 * Send or receive, if that can be done now. Called with the lock of the channel.
	 * @throws ChannelClosedException if it can never be done again
	 */
	boolean tryNow() {
		if (this.toSend == null) {
			this.exchanged = this.channel.state().poll();
		}
		else {
			this.exchanged = (this.channel.state().offer(this.toSend)) ? this.toSend : null;
		}
		return this.exchanged != null;
	}

	/**
	 * Begin to wait. Called with the lock of the channel.
	 */
	void begin(ChannelWait wait) {
		this.waiter = (this.toSend != null) ? this.channel.state().addSender(wait, this.toSend)
				: this.channel.state().addReceiver(wait);
	}

	/**
	 * End what {@link #begin} has begun, when the wait has an outcome. Called without the
	 * lock.
	 * @return whether this is the case that was served
	 */
	boolean end() {
		ChannelWaiter<T> ended = Objects.requireNonNull(this.waiter);
		this.waiter = null;
		if (!ended.isServed()) {
			this.channel.state().remove(ended);
			return false;
		}
		this.exchanged = (ended.closed) ? null : ended.element;
		return true;
	}

	/**
	 * Tell the handler what was sent or received.
	 * @throws ChannelClosedException if the channel was closed instead
	 */
	void handle() throws InterruptedException {
		T element = this.exchanged;
		this.exchanged = null;
		if (element == null) {
			throw (this.toSend != null) ? this.channel.state().closedForSending()
					: this.channel.state().closedForReceiving();
		}
		this.handler.handle(element);
	}

}
