package io.coroutine.channel;

/**
 * Thrown when something is to be sent through a closed {@link Channel}, or to be received
 * from one that is closed and has no more elements.
 */
public final class ChannelClosedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final transient Channel<?> channel;

	ChannelClosedException(Channel<?> channel, String message) {
		super(message);
		this.channel = channel;
	}

	/**
	 * Return the channel, of use where a {@link ChannelSelect} waits for several.
	 * @return the channel
	 */
	public Channel<?> channel() {
		return this.channel;
	}

}
