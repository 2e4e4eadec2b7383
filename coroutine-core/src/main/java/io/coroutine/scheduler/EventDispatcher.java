package io.coroutine.scheduler;

import io.coroutine.linux.Epoll;
import io.coroutine.linux.EpollEvents;

/**
 * Passes the events of an epoll on to those they belong to. Confined to the loop that
 * does so: with its own epoll, or with that of a loop that is stuck.
 */
final class EventDispatcher {

	private static final int MAX_EVENTS = 512;

	private final EventLoop loop;

	private final SleepGate sleep;

	private final EpollEvents events = new EpollEvents(MAX_EVENTS);

	EventDispatcher(EventLoop loop, SleepGate sleep) {
		this.loop = loop;
		this.sleep = sleep;
	}

	/**
	 * Wait for events of the loop's own epoll.
	 * @return the number of events, to be dispatched next
	 */
	int await(Epoll own, int timeoutMillis) {
		return own.await(this.events, timeoutMillis);
	}

	/**
	 * Pass on what another loop has not got round to.
	 * @return whether there was something
	 */
	boolean help(Epoll other) {
		return dispatch(other.poll(this.events));
	}

	/**
	 * Pass events on.
	 * @return whether there was one for anybody but the loop itself
	 */
	boolean dispatch(int count) {
		boolean found = false;
		for (int i = 0; i < count; i++) {
			try {
				found |= pass(this.events.descriptor(i), this.events.events(i));
			}
			catch (RuntimeException | Error ex) {
				this.loop.group().report(this.loop, "An event could not be passed on", ex);
			}
		}
		return found;
	}

	private boolean pass(int descriptor, int happened) {
		Pollable pollable = this.loop.group().descriptors().find(descriptor);
		if (pollable != null) {
			pollable.onEvents(this.loop, happened);
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

}
