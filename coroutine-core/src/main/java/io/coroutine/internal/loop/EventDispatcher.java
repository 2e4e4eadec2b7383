package io.coroutine.internal.loop;

import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

import io.coroutine.internal.jdk.Literals;
import io.coroutine.internal.linux.Epoll;
import io.coroutine.internal.linux.EpollEvents;

/**
 * Passes the events of an epoll on to those they belong to. Confined to the loop that
 * does so: with its own epoll, or with that of a loop that is stuck.
 */
final class EventDispatcher {

	private static final String NOT_PASSED_ON = Literals.made("An event could not be passed on");

	private static final int MAX_EVENTS = 512;

	/**
	 * One did nearly as well when it was tried; each costs an idle loop two system calls.
	 */
	private static final int YIELDS = 3;

	private final Target target;

	private final BiConsumer<String, Throwable> failures;

	private final SleepGate sleep;

	private final BooleanSupplier confined;

	private final EpollEvents events = new EpollEvents(MAX_EVENTS);

	/**
	 * Create a dispatcher.
	 * @param target gets the events
	 * @param failures told what has failed, and why
	 * @param sleep whose signals come as events
	 * @param confined tells whether the caller executes code of the loop
	 */
	EventDispatcher(Target target, BiConsumer<String, Throwable> failures, SleepGate sleep, BooleanSupplier confined) {
		this.target = target;
		this.failures = failures;
		this.sleep = sleep;
		this.confined = confined;
	}

	/**
	 * Wait for events of the loop's own epoll.
	 * @return the number of events, to be dispatched next
	 */
	int await(Epoll own, int timeoutMillis) {
		assert this.confined.getAsBoolean();
		return own.await(this.events, timeoutMillis);
	}

	/**
	 * Wait for events as long as others use the core: clients, databases and services on
	 * the same machine run now, and what they send meanwhile comes in one go and costs
	 * neither a sleep nor a wake-up. Costs some microseconds if there is nobody.
	 * @return the number of events, to be dispatched next; 0 if there is none, or the
	 * queue of the loop has something
	 */
	int awaitYielding(Epoll own, RunQueue queue) {
		assert this.confined.getAsBoolean();
		int count = 0;
		for (int i = 0; i < YIELDS && count == 0 && queue.isEmpty(); i++) {
			Thread.yield();
			count = own.await(this.events, 0);
		}
		return count;
	}

	/**
	 * Pass on what another loop has not got round to.
	 * @return whether there was something
	 */
	boolean dispatchFrom(Epoll other) {
		assert this.confined.getAsBoolean();
		return dispatch(other.poll(this.events));
	}

	/**
	 * Pass events on.
	 * @return whether there was one for anybody but the loop itself
	 */
	boolean dispatch(int count) {
		assert this.confined.getAsBoolean();
		boolean found = false;
		for (int i = 0; i < count; i++) {
			try {
				found |= pass(this.events.descriptor(i), this.events.events(i));
			}
			catch (RuntimeException | Error ex) {
				this.failures.accept(NOT_PASSED_ON, ex);
			}
		}
		return found;
	}

	private boolean pass(int descriptor, int happened) {
		if (this.target.onEvents(descriptor, happened)) {
			return true;
		}
		if (descriptor == this.sleep.descriptor()) {
			this.sleep.takeSignals();
		}
		return false;
	}

	void close() {
		this.events.close();
	}

	/**
	 * Who gets events.
	 */
	@FunctionalInterface
	interface Target {

		/**
		 * Called for each event.
		 * @return whether the descriptor belongs to somebody
		 */
		boolean onEvents(int descriptor, int events);

	}

}
