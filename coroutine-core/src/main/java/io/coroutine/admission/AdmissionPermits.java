package io.coroutine.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.coroutine.admission.AdmissionWaiter.State;
import io.coroutine.internal.fiber.SpinLock;
import io.coroutine.internal.loop.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The permits of an {@link AdmissionGate} and the line of those who wait for one.
 * <p>
 * One word tells all that decides: how many permits are free, how many wait, whether the
 * gate is closed. While nobody waits and it is open, permits are taken and given back by
 * a compare-and-set of this word. As soon as one of the two is not so, the word changes
 * with the lock only, as every compare-and-set without it asks for the opposite. So a
 * waiter either finds the permit that is given back just now, as its own change of the
 * word fails, or is found by the one that gives it back.
 * <p>
 * Whenever the lock is free: if somebody waits, no permit is free. Free permits are below
 * zero after the limit was lowered, or a permit was taken in spite of all, until enough
 * have come back.
 * <p>
 * Whether a waiter gets a permit or leaves is decided with the lock, once, see
 * {@link AdmissionWaiter}: a permit is never given to one who has left, and who is served
 * can no longer leave. The lock is held for a few loads and stores, never while a thread
 * is woken. Any thread may call all methods.
 */
final class AdmissionPermits {

	/** By how many later ones a waiter may be overtaken. */
	static final int MOST_OVERTAKEN = 8;

	/**
	 * How far back a waiter is looked for that waits on the loop of the one that gives.
	 */
	static final int REACH = 16;

	/** One free permit, in the upper half of the word. */
	private static final long PERMIT = 1L << 32;

	/** One waiter, in the lower half. */
	private static final long WAITER = 1;

	private static final long CLOSED = 1L << 31;

	private static final VarHandle WORD;

	static {
		try {
			WORD = MethodHandles.lookup().findVarHandle(AdmissionPermits.class, "word", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final SpinLock lock = new SpinLock();

	private final int longestLine;

	private volatile long word;

	/** Written with the lock; read without it as a hint. */
	private volatile int limit;

	/** Guarded by the lock. */
	private @Nullable AdmissionWaiter first;

	/** Guarded by the lock. */
	private @Nullable AdmissionWaiter last;

	AdmissionPermits(int limit, int longestLine) {
		this.limit = limit;
		this.longestLine = longestLine;
		this.word = limit * PERMIT;
	}

	private static int free(long word) {
		return (int) (word >> 32);
	}

	private static int waiting(long word) {
		return (int) word & Integer.MAX_VALUE;
	}

	/** Nobody waits, and it is open. */
	private static boolean isPlain(long word) {
		return (int) word == 0;
	}

	int limit() {
		return this.limit;
	}

	int longestLine() {
		return this.longestLine;
	}

	int waiting() {
		return waiting(this.word);
	}

	boolean isClosed() {
		return (this.word & CLOSED) != 0;
	}

	/**
	 * Tell whether one more may not wait, if it has to.
	 */
	boolean isFull() {
		return waiting(this.word) >= this.longestLine;
	}

	/**
	 * Return how many permits are taken.
	 */
	int taken() {
		this.lock.lock();
		try {
			return this.limit - free(this.word);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take a permit if one is free and nobody waits.
	 */
	boolean tryTake() {
		for (;;) {
			long seen = this.word;
			if (!isPlain(seen) || free(seen) <= 0) {
				return false;
			}
			if (WORD.compareAndSet(this, seen, seen - PERMIT)) {
				return true;
			}
		}
	}

	/**
	 * Take a permit even if none is free.
	 */
	void takeAnyway() {
		this.lock.lock();
		try {
			WORD.getAndAdd(this, -PERMIT);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take a permit, or else a place in the line.
	 */
	void enter(AdmissionWaiter waiter) {
		this.lock.lock();
		try {
			while (waiter.state == State.NEW) {
				long seen = this.word;
				if ((seen & CLOSED) != 0) {
					waiter.state = State.CLOSED;
				}
				else if (free(seen) > 0) {
					if (WORD.compareAndSet(this, seen, seen - PERMIT)) {
						waiter.state = State.ADMITTED;
					}
				}
				else if (waiting(seen) >= this.longestLine) {
					waiter.state = State.REFUSED;
				}
				else if (WORD.compareAndSet(this, seen, seen + WAITER)) {
					append(waiter);
					waiter.state = State.WAITING;
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Leave the line, if in it still.
	 * @return {@code false} if the waiter was served before, and so may have a permit
	 */
	boolean leave(AdmissionWaiter waiter) {
		this.lock.lock();
		try {
			if (waiter.state != State.WAITING) {
				return false;
			}
			unlink(waiter);
			WORD.getAndAdd(this, -WAITER);
			waiter.state = State.LEFT;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Give a permit back.
	 * @param loop the loop of the caller, if it is on one
	 * @return who has it now, to be woken by the caller
	 * @throws IllegalStateException if none is taken
	 */
	@Nullable AdmissionWaiter give(@Nullable EventLoop loop) {
		for (;;) {
			long seen = this.word;
			if (!isPlain(seen) || free(seen) >= this.limit) {
				return giveWithLock(loop);
			}
			if (WORD.compareAndSet(this, seen, seen + PERMIT)) {
				return null;
			}
		}
	}

	/**
	 * Change how many permits there are.
	 * @return who has got one by that, to be woken by the caller
	 */
	@Nullable AdmissionWaiter limit(int limit) {
		this.lock.lock();
		try {
			WORD.getAndAdd(this, (limit - this.limit) * PERMIT);
			this.limit = limit;
			return serve(null);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable AdmissionWaiter giveWithLock(@Nullable EventLoop loop) {
		this.lock.lock();
		try {
			if (free(this.word) >= this.limit) {
				throw new IllegalStateException("A permit is given back that was not taken, or a second time");
			}
			WORD.getAndAdd(this, PERMIT);
			return serve(loop);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Give the free permits to those who wait. Called with the lock.
	 * @return those who have got one, linked by {@code next}
	 */
	private @Nullable AdmissionWaiter serve(@Nullable EventLoop loop) {
		AdmissionWaiter served = null;
		while (this.first != null && free(this.word) > 0) {
			AdmissionWaiter waiter = choose(this.first, loop);
			unlink(waiter);
			WORD.getAndAdd(this, -PERMIT - WAITER);
			waiter.next = served;
			served = waiter;
			waiter.state = State.ADMITTED;
		}
		return served;
	}

	/**
	 * Choose whose turn it is: the one that has waited longest on the loop of the caller,
	 * which need not be woken from another thread; or the first in the line, if there is
	 * no such one near, or one before it was overtaken too often.
	 */
	private static AdmissionWaiter choose(AdmissionWaiter first, @Nullable EventLoop loop) {
		if (loop == null) {
			return first;
		}
		AdmissionWaiter waiter = first;
		for (int i = 0; i < REACH && waiter != null; i++, waiter = waiter.next) {
			if (waiter.loop == loop) {
				for (AdmissionWaiter passed = waiter.previous; passed != null; passed = passed.previous) {
					passed.overtaken++;
				}
				return waiter;
			}
			if (waiter.overtaken >= MOST_OVERTAKEN) {
				break;
			}
		}
		return first;
	}

	/**
	 * Let nobody in any more, and turn away those who wait.
	 * @return them, linked by {@code next}, to be woken by the caller
	 */
	@Nullable AdmissionWaiter close() {
		this.lock.lock();
		try {
			if (isClosed()) {
				return null;
			}
			WORD.getAndAdd(this, CLOSED - waiting(this.word) * WAITER);
			AdmissionWaiter waiters = this.first;
			for (AdmissionWaiter waiter = waiters; waiter != null; waiter = waiter.next) {
				waiter.state = State.CLOSED;
			}
			this.first = null;
			this.last = null;
			return waiters;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void append(AdmissionWaiter waiter) {
		AdmissionWaiter before = this.last;
		waiter.previous = before;
		if (before != null) {
			before.next = waiter;
		}
		else {
			this.first = waiter;
		}
		this.last = waiter;
	}

	private void unlink(AdmissionWaiter waiter) {
		AdmissionWaiter before = waiter.previous;
		AdmissionWaiter after = waiter.next;
		if (before != null) {
			before.next = after;
		}
		else {
			this.first = after;
		}
		if (after != null) {
			after.previous = before;
		}
		else {
			this.last = before;
		}
		waiter.previous = null;
		waiter.next = null;
	}

}
