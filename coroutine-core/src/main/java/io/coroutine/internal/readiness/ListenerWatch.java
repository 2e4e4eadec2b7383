package io.coroutine.internal.readiness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.coroutine.internal.linux.Epoll;
import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.loop.Pollable;

/**
 * Watches a listening socket on all loops of a group, so that whichever is free accepts.
 * The kernel wakes one sleeping loop for a new connection, not all of them.
 * {@link #resume()}, {@link #pause()} and {@link #close()} may be called from any thread,
 * one at a time.
 */
public final class ListenerWatch implements Pollable {

	private final EventLoopGroup group;

	private final int descriptor;

	private final Consumer<EventLoop> acceptable;

	/**
	 * Create the watch, paused.
	 * @param group the loops
	 * @param descriptor the listening socket
	 * @param acceptable called on a loop, between coroutines, again and again while
	 * connections wait to be accepted; must not block
	 */
	public ListenerWatch(EventLoopGroup group, int descriptor, Consumer<EventLoop> acceptable) {
		this.group = group;
		this.descriptor = descriptor;
		this.acceptable = acceptable;
		group.descriptors().put(descriptor, this);
	}

	/**
	 * Begin to watch, or go on.
	 * @throws IOException if the kernel cannot watch the socket; no loop watches it then
	 */
	public void resume() throws IOException {
		List<EventLoop> watching = new ArrayList<>();
		for (EventLoop loop : this.group.loops()) {
			int result = loop.watch(this.descriptor, Epoll.IN | Epoll.EXCLUSIVE);
			if (result < 0 && result != -Errno.EEXIST) {
				watching.forEach((other) -> other.unwatch(this.descriptor));
				throw Errno.toException(-result);
			}
			watching.add(loop);
		}
	}

	/**
	 * Stop watching. A call to the consumer may be under way or follow shortly.
	 */
	public void pause() {
		this.group.loops().forEach((loop) -> loop.unwatch(this.descriptor));
	}

	/**
	 * Stop watching for good. To be called before the socket is closed.
	 */
	public void close() {
		this.group.descriptors().remove(this.descriptor);
		pause();
	}

	@Override
	public void onEvents(EventLoop loop, int events) {
		assert loop.isConfined();
		this.acceptable.accept(loop);
	}

}
