package io.coroutine.internal.transport;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.coroutine.internal.socket.StreamSocket;

/**
 * One wait of one thread for several channels of the JDK, with a selector of its own. A
 * channel in which somebody blocks counts as not ready until that has ended.
 */
public final class PortablePoll {

	/** What a closed channel is ready for. */
	private static final int ANYTHING = -1;

	private final Map<PortableReadiness, Integer> operations;

	/** Those that are not with the selector yet. */
	private final Set<PortableReadiness> unregistered;

	/**
	 * Create the poll.
	 * @param operations what to wait for, as in a {@link SelectionKey}
	 */
	public PortablePoll(Map<PortableReadiness, Integer> operations) {
		this.operations = operations;
		this.unregistered = new HashSet<>(operations.keySet());
	}

	/**
	 * Wait until a channel is ready or closed.
	 * @param nanos how long to wait, or {@link LoopPoll#FOREVER}; 0 or less looks without
	 * waiting
	 * @return what those are ready for that are
	 * @throws InterruptedException if the caller is interrupted
	 */
	public Map<PortableReadiness, Integer> await(long nanos) throws IOException, InterruptedException {
		long deadline = (nanos != LoopPoll.FOREVER) ? StreamSocket.deadlineIn(Math.max(nanos, 1))
				: StreamSocket.NO_DEADLINE;
		Selector selector = Selector.open();
		try {
			this.operations.keySet().forEach((readiness) -> readiness.add(selector));
			return await(selector, nanos <= 0, deadline);
		}
		finally {
			PortableReadiness.close(selector, this.operations.keySet());
		}
	}

	private Map<PortableReadiness, Integer> await(Selector selector, boolean lookOnly, long deadline)
			throws IOException, InterruptedException {
		while (true) {
			boolean last = lookOnly || (deadline != StreamSocket.NO_DEADLINE && System.nanoTime() - deadline >= 0);
			Map<PortableReadiness, Integer> ready = register(selector);
			if (last || !ready.isEmpty()) {
				selector.selectNow();
			}
			else {
				selector.select(TimeLimits.millisUntil(deadline));
			}
			this.operations.forEach((readiness, _) -> addIfReady(readiness, selector, ready));
			if (last || !ready.isEmpty()) {
				return ready;
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
	}

	/**
	 * Register the channels that are not with the selector yet.
	 * @return those that turn out to be closed
	 */
	private Map<PortableReadiness, Integer> register(Selector selector) throws IOException {
		Map<PortableReadiness, Integer> closed = new HashMap<>();
		for (Map.Entry<PortableReadiness, Integer> entry : this.operations.entrySet()) {
			PortableReadiness readiness = entry.getKey();
			try {
				if (this.unregistered.contains(readiness) && readiness.register(selector, entry.getValue())) {
					this.unregistered.remove(readiness);
				}
			}
			catch (ClosedChannelException ex) {
				closed.put(readiness, ANYTHING);
			}
		}
		return closed;
	}

	private static void addIfReady(PortableReadiness readiness, Selector selector,
			Map<PortableReadiness, Integer> ready) {
		try {
			SelectionKey key = readiness.keyFor(selector);
			if (readiness.isClosed()) {
				ready.put(readiness, ANYTHING);
			}
			else if (key != null && key.readyOps() != 0) {
				ready.put(readiness, key.readyOps());
			}
		}
		catch (CancelledKeyException ex) {
			ready.put(readiness, ANYTHING);
		}
	}

}
