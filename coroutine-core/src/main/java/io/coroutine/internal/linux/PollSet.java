package io.coroutine.internal.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Looks at several descriptors with one system call, without waiting. Not safe for use by
 * several threads.
 */
public final class PollSet {

	private static final int SIZE = 8;

	private static final int EVENTS_OFFSET = 4;

	private static final int RESULTS_OFFSET = 6;

	private static final short IN = 0x1;

	private static final short OUT = 0x4;

	private static final short PEER_ENDED = 0x2000;

	private static final MethodHandle POLL = LibC.critical("poll", FunctionDescriptor.of(ValueLayout.JAVA_INT,
			ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

	/** One {@code struct pollfd} in each element. */
	private final MemorySegment entries;

	/**
	 * Create the set.
	 * @param capacity how many descriptors it can hold
	 */
	public PollSet(int capacity) {
		this.entries = MemorySegment.ofArray(new long[capacity]);
	}

	/**
	 * Put a descriptor into the set.
	 * @param index its place
	 * @param descriptor the descriptor, or -1 for none
	 * @param forRead whether to look for data, or else for room to send
	 */
	public void set(int index, int descriptor, boolean forRead) {
		set(index, descriptor, (forRead) ? IN : OUT);
	}

	/**
	 * Put a socket into the set that is ready when its peer has ended the connection, or
	 * its half of it, whatever there is to read before that.
	 * @param index its place
	 * @param descriptor the descriptor
	 */
	public void setForEnd(int index, int descriptor) {
		set(index, descriptor, PEER_ENDED);
	}

	private void set(int index, int descriptor, short events) {
		long offset = (long) index * SIZE;
		this.entries.set(ValueLayout.JAVA_INT, offset, descriptor);
		this.entries.set(ValueLayout.JAVA_SHORT, offset + EVENTS_OFFSET, events);
		this.entries.set(ValueLayout.JAVA_SHORT, offset + RESULTS_OFFSET, (short) 0);
	}

	/**
	 * Look at all descriptors. Each place that has none counts as not ready.
	 * @return how many are ready, or a negated {@link Errno}
	 */
	public int poll() {
		MemorySegment errno = LibC.newErrno();
		try {
			return LibC.result((int) POLL.invokeExact(errno, this.entries, this.entries.byteSize() / SIZE, 0), errno);
		}
		catch (Throwable ex) {
			throw LibC.unexpected(ex);
		}
	}

	/**
	 * Tell what {@link #poll()} has found.
	 * @param index the place of the descriptor
	 * @return whether it is ready: an operation on it does not wait, be it that it fails
	 */
	public boolean isReady(int index) {
		return this.entries.get(ValueLayout.JAVA_SHORT, (long) index * SIZE + RESULTS_OFFSET) != 0;
	}

}
