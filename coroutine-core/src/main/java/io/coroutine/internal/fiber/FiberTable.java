package io.coroutine.internal.fiber;

import java.util.Arrays;

/**
 * Fibers in numbered slots without gaps: to remove one moves the last one into its slot.
 * So a fiber costs eight bytes here, its slot included, and is found without following
 * others, which matters to the garbage collector when there are millions.
 * <p>
 * A fiber only ever moves to a lower slot. Who copies chunk after chunk, from the last to
 * the first, misses none that is there all the time, whatever happens between; but it may
 * see one twice. Guarded by the lock of the registry.
 */
final class FiberTable {

	/** The slot of a fiber that has none. */
	static final int NO_SLOT = -1;

	private static final int CHUNK_BITS = 10;

	private static final int CHUNK = 1 << CHUNK_BITS;

	private Fiber[][] chunks = new Fiber[1][CHUNK];

	/** Those of the chunks that are there. */
	private int filled = 1;

	private int size;

	void add(Fiber fiber) {
		int chunk = this.size >>> CHUNK_BITS;
		if (chunk == this.filled) {
			grow();
		}
		put(fiber, this.size);
		this.size++;
	}

	private void grow() {
		if (this.filled == this.chunks.length) {
			this.chunks = Arrays.copyOf(this.chunks, this.chunks.length * 2);
		}
		this.chunks[this.filled] = new Fiber[CHUNK];
		this.filled++;
	}

	/**
	 * Remove a fiber.
	 * @return whether it was there
	 */
	boolean remove(Fiber fiber) {
		if (fiber.slot == NO_SLOT) {
			return false;
		}
		this.size--;
		Fiber last = take(this.size);
		if (last != fiber) {
			put(last, fiber.slot);
		}
		fiber.slot = NO_SLOT;
		// One empty chunk is kept for the next one
		if (this.filled - 2 > this.size >>> CHUNK_BITS) {
			this.filled--;
			clear(this.filled);
		}
		return true;
	}

	private void put(Fiber fiber, int slot) {
		this.chunks[slot >>> CHUNK_BITS][slot & (CHUNK - 1)] = fiber;
		fiber.slot = slot;
	}

	@SuppressWarnings("NullAway")
	private Fiber take(int slot) {
		Fiber[] chunk = this.chunks[slot >>> CHUNK_BITS];
		Fiber fiber = chunk[slot & (CHUNK - 1)];
		chunk[slot & (CHUNK - 1)] = null;
		return fiber;
	}

	@SuppressWarnings("NullAway")
	private void clear(int chunk) {
		this.chunks[chunk] = null;
	}

	/**
	 * Return the index of the last chunk that may hold a fiber.
	 */
	int lastChunk() {
		return this.size >>> CHUNK_BITS;
	}

	/**
	 * Return a copy of the fibers in a chunk.
	 */
	Fiber[] copy(int chunk) {
		int count = Math.clamp(this.size - (chunk << CHUNK_BITS), 0, CHUNK);
		return (count > 0) ? Arrays.copyOf(this.chunks[chunk], count) : new Fiber[0];
	}

}
