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
			int descriptor = this.events.descriptor(i);
			Pollable pollable = this.loop.group().descriptors().find(descriptor);
			if (pollable != null) {
				found = true;
				pass(pollable, this.events.events(i));
			}
			else if (descriptor == this.sleep.descriptor()) {
				this.sleep.takeSignals();
			}
		}
		return found;
	}

	private void pass(Pollable pollable, int happened) {
		try {
			pollable.onEvents(this.loop, happened);
		}
		catch (RuntimeException | Error ex) {
			this.loop.group().report("Event loop " + this.loop.index() + " could not pass on an event", ex);
		}
	}

	void close() {
		this.events.close();
	}

}
