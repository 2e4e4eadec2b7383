package io.coroutine.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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

	private final MpscUnboundedVarHandleArrayQueue<Object> elements = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);

	@SuppressWarnings("unused")
	private volatile boolean consumer;

	/**
	 * Append an element. Never fails, never blocks.
	 */
	void offer(Object element) {
		this.elements.offer(element);
	}

	/**
	 * Remove the first element.
	 * @return the element, or {@code null} if there is none, it is not stored yet, or
	 * another consumer is at work
	 */
	@Nullable Object poll() {
		return poll(false);
	}

	/**
	 * Remove the first element if it may run on another loop: not a {@link LoopTask}.
	 * @return the element, or {@code null} as of {@link #poll()}
	 */
	@Nullable Object pollCoroutine() {
		return poll(true);
	}

	private @Nullable Object poll(boolean coroutinesOnly) {
		if (!CONSUMER.compareAndSet(this, false, true)) {
			return null;
		}
		try {
			if (coroutinesOnly && this.elements.relaxedPeek() instanceof LoopTask) {
				return null;
			}
			return this.elements.relaxedPoll();
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
