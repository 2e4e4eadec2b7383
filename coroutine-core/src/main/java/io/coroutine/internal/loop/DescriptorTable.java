package io.coroutine.internal.loop;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to a descriptor. Grows in chunks as descriptors are small numbers,
 * given out from the lowest; chunks are never freed. Any thread may call it.
 *
 * @param <T> what belongs to a descriptor
 */
public final class DescriptorTable<T> {

	private static final int CHUNK_BITS = 10;

	private static final int CHUNK = 1 << CHUNK_BITS;

	/**
	 * Chunks for two million descriptors, the most that Linux allows a process by
	 * default.
	 */
	private static final int CHUNKS = 1 << 11;

	private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable T>> chunks = new AtomicReferenceArray<>(
			CHUNKS);

	public void put(int descriptor, T owner) {
		int index = descriptor >>> CHUNK_BITS;
		if (index >= CHUNKS) {
			throw new IllegalStateException("Descriptor " + descriptor + " is beyond the " + (CHUNKS * CHUNK)
					+ " that can be watched: lower the limit of open files of the process");
		}
		AtomicReferenceArray<@Nullable T> chunk = this.chunks.get(index);
		if (chunk == null) {
			this.chunks.compareAndSet(index, null, new AtomicReferenceArray<>(CHUNK));
			chunk = this.chunks.get(index);
		}
		if (chunk != null) {
			chunk.set(descriptor & (CHUNK - 1), owner);
		}
	}

	public void remove(int descriptor) {
		AtomicReferenceArray<@Nullable T> chunk = this.chunks.get(descriptor >>> CHUNK_BITS);
		if (chunk != null) {
			chunk.set(descriptor & (CHUNK - 1), null);
		}
	}

	@Nullable T find(int descriptor) {
		AtomicReferenceArray<@Nullable T> chunk = this.chunks.get(descriptor >>> CHUNK_BITS);
		return (chunk != null) ? chunk.get(descriptor & (CHUNK - 1)) : null;
	}

	void forEach(Consumer<T> action) {
		for (int i = 0; i < CHUNKS; i++) {
			AtomicReferenceArray<@Nullable T> chunk = this.chunks.get(i);
			for (int j = 0; chunk != null && j < CHUNK; j++) {
				T owner = chunk.get(j);
				if (owner != null) {
					action.accept(owner);
				}
			}
		}
	}

}
