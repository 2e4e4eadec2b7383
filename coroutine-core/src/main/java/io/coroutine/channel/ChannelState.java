package io.coroutine.channel;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The elements of a channel and those who wait for it, behind its lock. A coroutine that
 * meets the lock taken parks. It is held for a few instructions, and several at once only
 * by a select, which takes them in the order of {@link #rank()}: so nobody ever waits for
 * a lock in a circle.
 * <p>
 * Whenever the lock is free: if a receiver waits, the channel is open and has no
 * elements; if a sender waits, it is open and full. Hence nobody overtakes a waiter. The
 * exception are waiters that have given up and not taken themselves out yet, which are
 * skipped, and selects that wait for both sides of the same channel.
 */
final class ChannelState<T> {

	private static final AtomicLong ranks = new AtomicLong();

	private final long rank = ranks.getAndIncrement();

	private final ReentrantLock lock = new ReentrantLock();

	private final Channel<T> channel;

	private final int capacity;

	/** Guarded by the lock, as all below. */
	private final Queue<T> elements = new ArrayDeque<>();

	/** In the order in which they have come. */
	private final SequencedSet<ChannelWaiter<T>> senders = new LinkedHashSet<>();

	private final SequencedSet<ChannelWaiter<T>> receivers = new LinkedHashSet<>();

	private boolean closed;

	/** Who was served under this lock, to be woken after it. */
	private @Nullable ChannelWait served;

	ChannelState(Channel<T> channel, int capacity) {
		this.channel = channel;
		this.capacity = capacity;
	}

	/**
	 * Return the place of the channel among all, by which a select orders its locks.
	 */
	long rank() {
		return this.rank;
	}

	void lock() {
		this.lock.lock();
	}

	/**
	 * Release the lock, and wake whom {@link #offer} or {@link #poll} has served.
	 */
	void unlock() {
		ChannelWait wait = this.served;
		this.served = null;
		this.lock.unlock();
		if (wait != null) {
			wait.wake();
		}
	}

	/**
	 * Give an element to a receiver that waits, or keep it. Called with the lock, at most
	 * once, as {@link #poll}.
	 * @return {@code false} if there is neither a receiver nor room
	 * @throws ChannelClosedException if the channel is closed
	 */
	boolean offer(T element) {
		if (this.closed) {
			throw closedForSending();
		}
		while (!this.receivers.isEmpty()) {
			ChannelWaiter<T> receiver = this.receivers.removeFirst();
			receiver.element = element;
			if (receiver.serve()) {
				this.served = receiver.partOf();
				return true;
			}
		}
		return this.elements.size() < this.capacity && this.elements.add(element);
	}

	/**
	 * Take the next element, and let the next sender in. Called with the lock.
	 * @return the element, or {@code null} if there is none
	 * @throws ChannelClosedException if there is none and the channel is closed
	 */
	@Nullable T poll() {
		T element = this.elements.poll();
		T next = takeFromSender();
		if (element == null) {
			if (next == null && this.closed) {
				throw closedForReceiving();
			}
			return next;
		}
		if (next != null) {
			this.elements.add(next);
		}
		return element;
	}

	private @Nullable T takeFromSender() {
		while (!this.senders.isEmpty()) {
			ChannelWaiter<T> sender = this.senders.removeFirst();
			if (sender.serve()) {
				this.served = sender.partOf();
				return sender.element;
			}
		}
		return null;
	}

	/**
	 * Have somebody wait until an element can be sent. Called with the lock, after
	 * {@link #offer} has failed.
	 */
	ChannelWaiter<T> addSender(ChannelWait wait, T element) {
		return add(this.senders, new ChannelWaiter<>(wait, element));
	}

	/**
	 * Have somebody wait for an element. Called with the lock, after {@link #poll} has
	 * failed.
	 */
	ChannelWaiter<T> addReceiver(ChannelWait wait) {
		return add(this.receivers, new ChannelWaiter<>(wait, null));
	}

	private ChannelWaiter<T> add(SequencedSet<ChannelWaiter<T>> waiters, ChannelWaiter<T> waiter) {
		boolean added = false;
		try {
			waiters.add(waiter);
			added = true;
			return waiter;
		}
		finally {
			if (!added) {
				// Out of memory: it may be in the line, but nobody will wait
				waiter.partOf().giveUp();
			}
		}
	}

	/**
	 * Take a waiter out that has not been served. Called without the lock.
	 */
	void remove(ChannelWaiter<T> waiter) {
		this.lock.lock();
		try {
			this.senders.remove(waiter);
			this.receivers.remove(waiter);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Close the channel and tell all who wait. Called without the lock.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			tell(this.senders);
			tell(this.receivers);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void tell(SequencedSet<ChannelWaiter<T>> waiters) {
		while (!waiters.isEmpty()) {
			ChannelWaiter<T> waiter = waiters.removeFirst();
			waiter.closed = true;
			if (waiter.serve()) {
				waiter.partOf().wake();
			}
		}
	}

	boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		this.lock.lock();
		try {
			return this.elements.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		this.lock.lock();
		try {
			return this.elements.size() + " of " + this.capacity + " elements, " + this.senders.size() + " senders and "
					+ this.receivers.size() + " receivers wait" + ((this.closed) ? ", closed" : "");
		}
		finally {
			this.lock.unlock();
		}
	}

	ChannelClosedException closedForSending() {
		return new ChannelClosedException(this.channel, "The channel is closed: the element was not sent");
	}

	ChannelClosedException closedForReceiving() {
		return new ChannelClosedException(this.channel, "The channel is closed and has no more elements");
	}

}
