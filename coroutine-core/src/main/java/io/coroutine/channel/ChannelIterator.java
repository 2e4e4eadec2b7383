package io.coroutine.channel;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * Receives from a channel until it is closed. Belongs to one thread.
 */
final class ChannelIterator<T> implements Iterator<T> {

	private final Channel<T> channel;

	private @Nullable T next;

	private boolean ended;

	ChannelIterator(Channel<T> channel) {
		this.channel = channel;
	}

	@Override
	public boolean hasNext() {
		if (this.next == null && !this.ended) {
			try {
				this.next = this.channel.receive();
			}
			catch (ChannelClosedException ex) {
				this.ended = true;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw (CancellationException) new CancellationException(
						"The iteration was interrupted while it waited for the next element")
					.initCause(ex);
			}
		}
		return this.next != null;
	}

	@Override
	public T next() {
		T element = (hasNext()) ? this.next : null;
		if (element == null) {
			throw new NoSuchElementException("The channel is closed and has no more elements");
		}
		this.next = null;
		return element;
	}

}
