package io.coroutine.spring.stack;

import io.coroutine.CoroutineRuntime;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * What {@link PrivateStack} says about a handler.
 *
 * @param kind whether it says something
 * @param stackBytes the size of the private stack, or {@link StackChange#DEFAULT_SIZE}
 */
record StackChoice(Kind kind, long stackBytes) {

	static final StackChoice OPEN = new StackChoice(Kind.OPEN, StackChange.DEFAULT_SIZE);

	private static final StackChoice SHARED = new StackChoice(Kind.SHARED, StackChange.DEFAULT_SIZE);

	/**
	 * Read an annotation.
	 * @param place what it is on, for error messages
	 * @throws IllegalStateException if its size is none
	 */
	static StackChoice of(MergedAnnotation<PrivateStack> annotation, Object place) {
		if (!annotation.isPresent()) {
			return OPEN;
		}
		if (!annotation.getBoolean(MergedAnnotation.VALUE)) {
			return SHARED;
		}
		return new StackChoice(Kind.PRIVATE, bytes(annotation.getString("size"), place));
	}

	private static long bytes(String size, Object place) {
		if (!StringUtils.hasText(size)) {
			return StackChange.DEFAULT_SIZE;
		}
		try {
			long bytes = DataSize.parse(size).toBytes();
			// It knows the range
			CoroutineRuntime.builder().privateStackBytes(bytes);
			return bytes;
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("@PrivateStack of " + place + " has the size '" + size
					+ "', which must be a data size of 128KB to 1GB", ex);
		}
	}

	boolean isPrivate() {
		return this.kind == Kind.PRIVATE;
	}

	boolean isOpen() {
		return this.kind == Kind.OPEN;
	}

	/**
	 * Which stack is wanted.
	 */
	enum Kind {

		/** Nothing is said. */
		OPEN,

		/** That of the coroutine. */
		SHARED,

		/** A private one. */
		PRIVATE

	}

}
