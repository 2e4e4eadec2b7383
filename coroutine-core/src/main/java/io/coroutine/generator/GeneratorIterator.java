package io.coroutine.generator;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a {@link Generator} and the coroutine that makes them, which is resumed
 * for each and suspends itself with it.
 * <p>
 * One consumer at a time, which {@code asked} makes sure of, and any number that close.
 * States of {@code phase}: {@code NEW} → {@code BEGUN} by the first consumer, which
 * resumes the coroutine after that, whatever happens between; either → {@code CLOSED} by
 * the first who closes. That one waits for the coroutine only if it comes from
 * {@code BEGUN}: from {@code NEW} nobody ever resumes it. {@code emitted} is written and
 * read by the side that has control, which {@code Coroutine.resume} and {@code suspend}
 * hand over with all that was written before. A coroutine that is cancelled while it is
 * suspended goes on without being resumed: it emits no more from then on, so it does not
 * touch {@code emitted}.
 */
final class GeneratorIterator<T> implements Iterator<T> {

	/** How long to wait for a cancelled coroutine before looking at it again. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Generator.Body<T> body;

	private final Coroutine coroutine;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);

	/** Whether a consumer asks for an element now. */
	private final AtomicBoolean asked = new AtomicBoolean();

	/** The thread of the body, which alone finds itself here. */
	private volatile @Nullable Thread thread;

	private @Nullable T emitted;

	/** Whether it was cancelled while it was suspended; belongs to the body. */
	private boolean cancelled;

	/** What the body has thrown; written before the coroutine is done. */
	private @Nullable Throwable failure;

	/** The element that comes next; belongs to the consumer. */
	private @Nullable T next;

	GeneratorIterator(CoroutineRuntime runtime, Generator.Body<T> body) {
		this.body = body;
		this.coroutine = runtime.coroutine().create(this::run);
	}

	private void run() {
		this.thread = Thread.currentThread();
		try {
			this.body.run(this::emit);
		}
		catch (Throwable ex) {
			if (!isClosed()) {
				this.failure = ex;
			}
			else if (!(ex instanceof InterruptedException || ex instanceof CancellationException)) {
				// Nobody asks any more: to the handler of uncaught exceptions
				throw unchecked(ex);
			}
		}
	}

	private void emit(T element) {
		Objects.requireNonNull(element, "A generator cannot emit null: return from its body to end the sequence");
		if (!isBody()) {
			throw new IllegalStateException("Only the body of a generator can emit, in its own coroutine, and not "
					+ Thread.currentThread() + ": use a channel for elements from several");
		}
		if (this.cancelled || isClosed()) {
			throw cancellation(null);
		}
		this.emitted = element;
		try {
			while (this.emitted != null) {
				Coroutine.suspend();
			}
		}
		catch (InterruptedException ex) {
			this.cancelled = true;
			throw cancellation(ex);
		}
	}

	@Override
	public boolean hasNext() {
		checkNotBody("consume");
		if (!this.asked.compareAndSet(false, true)) {
			throw new IllegalStateException("Another consumer waits for the next element of the generator: "
					+ "only one at a time may ask, and the body may not, through others either");
		}
		try {
			if (this.next == null) {
				advance();
			}
			return this.next != null;
		}
		finally {
			this.asked.set(false);
		}
	}

	private void advance() {
		if (this.phase.compareAndSet(Phase.NEW, Phase.BEGUN)) {
			// Whoever closes it from here on waits for its end, so it must begin
			ask();
		}
		while (this.next == null && !this.coroutine.isDone() && !isClosed()) {
			ask();
		}
		if (this.next == null && this.coroutine.isDone() && this.failure != null) {
			throw (this.failure instanceof InterruptedException ex) ? cancellation(ex) : unchecked(this.failure);
		}
	}

	private void ask() {
		try {
			this.coroutine.resume();
		}
		catch (IllegalStateException ex) {
			// Cancelled while it was suspended: it runs to its end by itself
			await();
			return;
		}
		this.next = this.emitted;
		this.emitted = null;
	}

	@Override
	public T next() {
		T element = (hasNext()) ? this.next : null;
		if (element == null) {
			throw new NoSuchElementException("The generator has no more elements");
		}
		this.next = null;
		return element;
	}

	/**
	 * End the coroutine, see {@link Generator#close()}.
	 */
	void close() {
		checkNotBody("close");
		if (this.phase.getAndSet(Phase.CLOSED) == Phase.BEGUN) {
			this.coroutine.cancel();
			while (!this.coroutine.isDone()) {
				await();
			}
		}
	}

	/**
	 * Wait for the end of the coroutine for some time. An interrupt ends the wait and is
	 * kept for later.
	 */
	private void await() {
		boolean interrupted = Thread.interrupted();
		try {
			this.coroutine.join(PATIENCE);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private boolean isClosed() {
		return this.phase.get() == Phase.CLOSED;
	}

	private boolean isBody() {
		return this.thread == Thread.currentThread();
	}

	private void checkNotBody(String action) {
		if (isBody()) {
			throw new IllegalStateException("The body of a generator cannot " + action + " it, only emit and return");
		}
	}

	private static CancellationException cancellation(@Nullable Throwable cause) {
		CancellationException cancellation = new CancellationException(
				"The generator is closed, or its coroutine was cancelled");
		cancellation.initCause(cause);
		return cancellation;
	}

	private static RuntimeException unchecked(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		return (ex instanceof RuntimeException unchecked) ? unchecked : new CompletionException(ex);
	}

	private enum Phase {

		NEW, BEGUN, CLOSED

	}

}
