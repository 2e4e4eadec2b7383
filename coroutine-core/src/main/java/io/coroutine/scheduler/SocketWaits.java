package io.coroutine.scheduler;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many wait for the sockets of a group of loops, by kind. Any thread may call it.
 * <p>
 * A wait may begin on one thread and end on another, so what matters is the sum of
 * {@link WaitCells} over the carriers, and of one counter for all other threads. They are
 * those of the carriers and not of the loops, as a coroutine whose loop was taken over
 * goes on beside the loop: two carriers would write the same number then, and one count
 * might be lost for ever.
 */
final class SocketWaits {

	private final CarrierPool carriers;

	private final Map<SocketKind, LongAdder> elsewhere = new EnumMap<>(SocketKind.class);

	private final Map<SocketKind, WaitCount> counts = new EnumMap<>(SocketKind.class);

	SocketWaits(CarrierPool carriers) {
		this.carriers = carriers;
		for (SocketKind kind : SocketKind.values()) {
			this.elsewhere.put(kind, new LongAdder());
			this.counts.put(kind, new WaitCount(this, kind));
		}
	}

	/**
	 * Return what counts the waits for sockets of a kind.
	 */
	WaitCount of(SocketKind kind) {
		return Objects.requireNonNull(this.counts.get(kind));
	}

	private LongAdder elsewhere(SocketKind kind) {
		return Objects.requireNonNull(this.elsewhere.get(kind));
	}

	/**
	 * Count a wait that begins, or one that ends.
	 * @param change 1 or -1
	 */
	void add(SocketKind kind, int change) {
		Carrier carrier = Carrier.current();
		if (carrier != null && carrier.isOf(this.carriers)) {
			carrier.waits().add(kind, change);
		}
		else {
			elsewhere(kind).add(change);
		}
	}

	/**
	 * Return how many wait now. Waits that begin or end meanwhile may be counted or not.
	 */
	Map<SocketKind, Long> waiting() {
		Map<SocketKind, Long> result = new EnumMap<>(SocketKind.class);
		for (SocketKind kind : SocketKind.values()) {
			long count = elsewhere(kind).sum() + this.carriers.waits(kind);
			// The end of a wait may have been seen, and its begin not
			result.put(kind, Math.max(count, 0));
		}
		return result;
	}

}
