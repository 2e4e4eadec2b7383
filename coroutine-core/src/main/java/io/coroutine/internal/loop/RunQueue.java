package io.coroutine.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is ready to run on one event loop, first in, first out.
 * <p>
 * Any thread may {@link #offer}. The queue below allows one consumer at a time, so a
 * consumer takes {@link #consumer} for the few instructions of one removal: the carrier
 * of the loop, which finds it free, or a carrier that takes over or helps out.
 * <p>
 * Ordering: the compare-and-set that takes {@code consumer} and the release that gives it
 * back make the removals of successive consumers happen one after the other. An element
 * whose producer was preempted between claiming its place and storing it is not waited
 * for: the removal finds nothing, and {@link #isEmpty()} is {@code false}.
 * <p>
 * <b>The end.</b> When its loop ends, {@link #forwardTo} names who takes whatever is in
 * the queue, and whatever comes still. A producer claims its place, which is volatile,
 * before it reads {@code target}; the loop writes {@code target}, which is volatile,
 * before it looks for claimed places. So one of the two sees the other, and passes the
 * element on: none is left behind.
 */
final class RunQueue {

	private static final VarHandle CONSUMER;

	static {
		try {
			CONSUMER = MethodHandles.lookup().findVarHandle(RunQueue.class, "consumer", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static final int CHUNK = 1024;

	/** A wait for memory. */
	private static final long PAUSE_NANOS = 1_000_000;

	private final MpscUnboundedVarHandleArrayQueue<Object> elements = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);

	@SuppressWarnings("unused")
	private volatile boolean consumer;

	/** Takes the place of the loop once that has ended. */
	private volatile @Nullable Consumer<Object> target;

	/**
	 * Append an element. Never blocks, and fails only if memory runs out.
	 */
	void offer(Object element) {
		this.elements.offer(element);
		Consumer<Object> taker = this.target;
		if (taker != null) {
			passOn(taker);
		}
	}

	/**
	 * Give away what is queued, and what will be. Called once, by the loop when it ends.
	 * @param taker takes each element, once; called by any thread, and must not fail
	 */
	void forwardTo(Consumer<Object> taker) {
		this.target = taker;
		passOn(taker);
	}

	/**
	 * Waits for places that are claimed and for other consumers: they are but a few
	 * instructions away.
	 */
	private void passOn(Consumer<Object> taker) {
		while (!isEmpty()) {
			Object element = poll();
			if (element != null) {
				taker.accept(element);
			}
			else {
				Thread.onSpinWait();
			}
		}
	}

	/**
	 * Append an element that its carrier has in hand, and nobody else. Waits if memory
	 * runs out.
	 */
	void putBack(Object element) {
		boolean done = false;
		while (!done) {
			try {
				offer(element);
				done = true;
			}
			catch (OutOfMemoryError ex) {
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
	}

	/**
	 * Remove the first element.
	 * @return the element, or {@code null} if there is none, it is not stored yet, or
	 * another consumer is at work
	 */
	@Nullable Object poll() {
		if (!CONSUMER.compareAndSet(this, false, true)) {
			return null;
		}
		try {
			return this.elements.relaxedPoll();
		}
		finally {
			CONSUMER.setRelease(this, false);
		}
	}

	/**
	 * Move the first elements to another queue, up to the first that must not. Each is
	 * appended to the other queue before it is removed here, so that none is lost when
	 * memory runs out; nobody else can remove it here meanwhile.
	 * @param most how many at the most
	 * @param movable tells whether an element may run on another loop
	 * @return how many; 0 also if another consumer is at work
	 */
	int moveTo(RunQueue other, int most, Predicate<Object> movable) {
		if (!CONSUMER.compareAndSet(this, false, true)) {
			return 0;
		}
		try {
			int moved = 0;
			while (moved < most) {
				Object element = this.elements.relaxedPeek();
				if (element == null || !movable.test(element)) {
					break;
				}
				other.offer(element);
				this.elements.relaxedPoll();
				moved++;
			}
			return moved;
		}
		finally {
			CONSUMER.setRelease(this, false);
		}
	}

	boolean isEmpty() {
		return this.elements.isEmpty();
	}

	int size() {
		return this.elements.size();
	}

}
