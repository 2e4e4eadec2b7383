package io.coroutine.internal.stall;

import io.coroutine.internal.fiber.Fiber;
import org.jspecify.annotations.Nullable;

/**
 * A carrier whose coroutine computes.
 */
final class BusyCarrier implements WatchedCarrier {

	@Override
	public long waits(long nowNanos) {
		return 0;
	}

	@Override
	public void inspected(boolean value) {
	}

	@Override
	public boolean hasNext() {
		return false;
	}

	@Override
	public @Nullable Fiber giveUpNext() {
		return null;
	}

	@Override
	public void stall(@Nullable Stall stall) {
	}

}
