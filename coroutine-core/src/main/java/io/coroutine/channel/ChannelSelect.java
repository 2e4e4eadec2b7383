package io.coroutine.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * Waits until one of several cases can go, each to send to or to receive from a
 * {@link Channel}, and does exactly one:
 *
 * <pre>{@code
 * boolean done = ChannelSelect.create()
 *     .receive(orders, this::process)
 *     .send(results, result, this::sent)
 *     .await(Duration.ofSeconds(1));
 * }</pre>
 *
 * If several cases can go at once, chance decides, so none is kept from going by the
 * others. A case whose channel is closed (and, to receive, has no more elements) goes
 * too, by throwing {@link ChannelClosedException}: take the cases of that channel
 * {@linkplain #remove out} to go on without.
 * <p>
 * A select may be used again and again, by one coroutine or thread at a time; it sends
 * the same elements each time. It is fair with others who wait for its channels, and
 * selects with opposite cases find each other.
 */
public final class ChannelSelect {

	private final List<SelectCase<?>> cases = new ArrayList<>();

	/** The channels, each once, in the order of their locks. */
	private @Nullable List<ChannelState<?>> channels;

	private ChannelSelect() {
	}

	/**
	 * Begin to make a select.
	 * @return a select without cases
	 */
	public static ChannelSelect create() {
		return new ChannelSelect();
	}

	/**
	 * Add a case that receives an element.
	 * @param <T> the type of the elements
	 * @param channel where from
	 * @param handler called by {@link #await()} with the element
	 * @return this
	 */
	public <T> ChannelSelect receive(Channel<T> channel, Handler<? super T> handler) {
		return add(new SelectCase<>(channel, null, handler));
	}

	/**
	 * Add a case that sends an element.
	 * @param <T> the type of the elements
	 * @param channel where to
	 * @param element the element, not {@code null}
	 * @param handler called by {@link #await()} with the element, once it is sent
	 * @return this
	 */
	public <T> ChannelSelect send(Channel<T> channel, T element, Handler<? super T> handler) {
		Channel.checkElement(element);
		return add(new SelectCase<>(channel, element, handler));
	}

	private ChannelSelect add(SelectCase<?> added) {
		this.cases.add(added);
		this.channels = null;
		return this;
	}

	/**
	 * Take all cases of a channel out. Does nothing if there are none.
	 * @param channel the channel
	 * @return this
	 */
	public ChannelSelect remove(Channel<?> channel) {
		this.cases.removeIf((candidate) -> candidate.channel() == channel);
		this.channels = null;
		return this;
	}

	/**
	 * Tell whether there are no cases.
	 * @return whether there are none
	 */
	public boolean isEmpty() {
		return this.cases.isEmpty();
	}

	/**
	 * Wait until one of the cases can go, do it, and call its handler.
	 * @throws ChannelClosedException if the channel of a case is closed, see above; no
	 * case has gone
	 * @throws IllegalStateException if there are no cases
	 * @throws InterruptedException if the caller is interrupted or cancelled while it
	 * waits, and no case has gone, or if the handler throws it
	 */
	public void await() throws InterruptedException {
		await(ChannelWait.WITHOUT_LIMIT);
	}

	/**
	 * Wait until one of the cases can go, do it, and call its handler. If none can in
	 * time, nothing is done.
	 * @param timeout how long to wait; zero or less does not wait
	 * @return whether a case has gone
	 * @throws ChannelClosedException as for {@link #await()}
	 * @throws IllegalStateException as for {@link #await()}
	 * @throws InterruptedException as for {@link #await()}
	 */
	public boolean await(Duration timeout) throws InterruptedException {
		return await(ChannelWait.nanos(timeout));
	}

	private boolean await(long nanos) throws InterruptedException {
		if (this.cases.isEmpty()) {
			throw new IllegalStateException("The select has no cases to wait for: add one by receive or send");
		}
		Channel.checkInterrupt();
		ChannelWait wait = new ChannelWait("a case of", this);
		SelectCase<?> ready = tryNow(wait, nanos > 0);
		if (ready == null && nanos > 0) {
			ready = awaitServed(wait, nanos);
		}
		if (ready == null) {
			return false;
		}
		ready.handle();
		return true;
	}

	/**
	 * Do the first case that can go now, from a random one on; otherwise begin to wait
	 * for all, if asked to. All channels are locked for that, so a counterpart is either
	 * found, or finds this select waiting.
	 */
	private @Nullable SelectCase<?> tryNow(ChannelWait wait, boolean begin) {
		List<ChannelState<?>> locked = channels();
		locked.forEach(ChannelState::lock);
		try {
			int start = ThreadLocalRandom.current().nextInt(this.cases.size());
			for (int i = 0; i < this.cases.size(); i++) {
				SelectCase<?> candidate = this.cases.get((start + i) % this.cases.size());
				if (candidate.tryNow()) {
					return candidate;
				}
			}
			if (begin) {
				for (SelectCase<?> waiting : this.cases) {
					waiting.begin(wait);
				}
			}
			return null;
		}
		finally {
			locked.forEach(ChannelState::unlock);
		}
	}

	private @Nullable SelectCase<?> awaitServed(ChannelWait wait, long nanos) throws InterruptedException {
		SelectCase<?> served = null;
		try {
			wait.await(nanos);
		}
		finally {
			for (SelectCase<?> waiting : this.cases) {
				if (waiting.end()) {
					served = waiting;
				}
			}
		}
		return served;
	}

	private List<ChannelState<?>> channels() {
		List<ChannelState<?>> known = this.channels;
		if (known == null) {
			known = this.cases.stream()
				.<ChannelState<?>>map((one) -> one.channel().state())
				.distinct()
				.sorted(Comparator.comparingLong(ChannelState::rank))
				.toList();
			this.channels = known;
		}
		return known;
	}

	/**
	 * What to do with an element that was received or sent.
	 *
	 * @param <T> the type of the element
	 */
	@FunctionalInterface
	public interface Handler<T> {

		/**
		 * Called by the one that waits, after the exchange.
		 * @param element the element
		 * @throws InterruptedException if the caller is interrupted
		 */
		void handle(T element) throws InterruptedException;

	}

}
