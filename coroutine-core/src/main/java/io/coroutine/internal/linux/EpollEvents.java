package io.coroutine.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The events that an {@link Epoll} has reported to one of those who ask it. Belongs to
 * one thread at a time.
 */
public final class EpollEvents implements AutoCloseable {

	private final Arena arena = Arena.ofShared();

	private final int capacity;

	private final MemorySegment events;

	private final MemorySegment errno;

	/**
	 * Create room for events.
	 * @param capacity how many are reported at once at the most
	 */
	public EpollEvents(int capacity) {
		this.capacity = capacity;
		this.events = this.arena.allocate((long) Epoll.EVENT_SIZE * capacity, 8);
		this.errno = this.arena.allocate(LibC.ERRNO_SIZE, 8);
	}

	int capacity() {
		return this.capacity;
	}

	MemorySegment segment() {
		return this.events;
	}

	MemorySegment errno() {
		return this.errno;
	}

	/**
	 * Return which events a descriptor has.
	 * @param index which one of the events of the last report
	 * @return the events
	 */
	public int events(int index) {
		return this.events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) index * Epoll.EVENT_SIZE);
	}

	/**
	 * Return the descriptor of an event.
	 * @param index which one of the events of the last report
	 * @return the descriptor
	 */
	public int descriptor(int index) {
		return this.events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) index * Epoll.EVENT_SIZE + Epoll.DATA_OFFSET);
	}

	/**
	 * Free the memory. No call may be under way or follow.
	 */
	@Override
	public void close() {
		this.arena.close();
	}

}
