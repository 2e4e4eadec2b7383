package io.coroutine.generator;

import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.coroutine.CoroutineRuntime;

/**
 * A sequence that a coroutine makes while it is consumed. The body runs when the consumer
 * wants an element, up to the next one it emits; then the consumer goes on. If the
 * consumer is a coroutine, control goes directly from one to the other, on one event
 * loop. It may be a plain thread too.
 *
 * <pre>{@code
 * try (Generator<Integer> numbers = Generator.of(runtime, (emitter) -> {
 *     for (int i = 0;; i++) {
 *         emitter.emit(i);
 *     }
 * })) {
 *     numbers.stream().limit(3).forEach(this::print);
 * }
 * }</pre>
 *
 * The elements can be passed through once: iterators and streams share them. While the
 * body waits for something else, so does the consumer, even if it is interrupted or
 * cancelled. A generator that is neither consumed to its end nor closed stays behind as a
 * suspended coroutine until its runtime is closed.
 * <p>
 * A failure of the body is thrown when the next element is asked for, then and each time
 * after: an unchecked exception or an error as it is, a checked exception as the cause of
 * a {@link java.util.concurrent.CompletionException}. If the coroutine is cancelled, as
 * by the end of its runtime, that is a
 * {@link java.util.concurrent.CancellationException}. What cannot be started, because the
 * runtime is closed, is a {@link java.util.concurrent.RejectedExecutionException}.
 * <p>
 * One thread at a time may consume, not always the same one; {@link #close()} may be
 * called from any. A second consumer at the same time, or the body as a consumer, gets an
 * {@link IllegalStateException}.
 *
 * @param <T> the type of the elements, which are never {@code null}
 */
public final class Generator<T> implements Iterable<T>, AutoCloseable {

	private final GeneratorIterator<T> iterator;

	private Generator(GeneratorIterator<T> iterator) {
		this.iterator = iterator;
	}

	/**
	 * Create a generator. Its body does not run before the first element is asked for.
	 * @param <T> the type of the elements
	 * @param runtime what runs the body
	 * @param body makes the elements
	 * @return a new generator
	 */
	public static <T> Generator<T> of(CoroutineRuntime runtime, Body<T> body) {
		Objects.requireNonNull(body, "The body must not be null");
		return new Generator<>(new GeneratorIterator<>(runtime, body));
	}

	/**
	 * Create a generator on the runtime of the coroutine that calls.
	 * @param <T> the type of the elements
	 * @param body makes the elements
	 * @return a new generator
	 * @throws IllegalStateException if the caller is no coroutine, or its runtime is shut
	 * down
	 */
	public static <T> Generator<T> of(Body<T> body) {
		return of(CoroutineRuntime.current(), body);
	}

	/**
	 * Return the iterator over the elements that come, always the same one.
	 */
	@Override
	public Iterator<T> iterator() {
		return this.iterator;
	}

	/**
	 * Return the elements that come as a sequential stream, which may be infinite.
	 * Closing it closes the generator.
	 * @return a stream
	 */
	public Stream<T> stream() {
		int traits = Spliterator.ORDERED | Spliterator.NONNULL;
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this.iterator, traits), false)
			.onClose(this::close);
	}

	/**
	 * End the sequence: cancel the coroutine if it has not ended, and wait for its end,
	 * even if the caller is interrupted. The body sees a
	 * {@link java.util.concurrent.CancellationException} where it emits and an interrupt
	 * where it waits; an exception that it makes of that goes to the handler of uncaught
	 * exceptions. The iterator has no more elements then, but the one that
	 * {@code hasNext} has found already. A further call does nothing.
	 * @throws IllegalStateException if the body calls. Nor may something call that the
	 * body waits for, as they would wait for each other
	 */
	@Override
	public void close() {
		this.iterator.close();
	}

	/**
	 * What makes the elements.
	 *
	 * @param <T> the type of the elements
	 */
	@FunctionalInterface
	public interface Body<T> {

		/**
		 * Emit the elements, one after the other.
		 * @param emitter where to give them to
		 * @throws Exception ends the sequence and is thrown where it is consumed
		 */
		void run(Emitter<T> emitter) throws Exception;

	}

	/**
	 * Takes the elements. For use by the body and in its own coroutine only.
	 *
	 * @param <T> the type of the elements
	 */
	@FunctionalInterface
	public interface Emitter<T> {

		/**
		 * Give an element to the consumer, and wait until the next one is asked for.
		 * @param element the element, not {@code null}
		 * @throws java.util.concurrent.CancellationException if the generator is closed
		 * or its coroutine cancelled: the body shall end
		 * @throws IllegalStateException if the caller is not the coroutine of the body
		 */
		void emit(T element);

	}

}
