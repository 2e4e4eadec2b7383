package io.coroutine.internal.stall;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.measure.LoopStatistics;
import org.jspecify.annotations.Nullable;

/**
 * A loop that is inside a coroutine once one has begun, for which others wait.
 */
final class FakeLoop implements WatchedLoop {

	private final LoopStatistics statistics = new LoopStatistics();

	private final int index;

	private boolean movesWhenAskedWhoRuns;

	FakeLoop(int index) {
		this.index = index;
	}

	void moveWhenAskedWhoRuns() {
		this.movesWhenAskedWhoRuns = true;
	}

	@Override
	public int index() {
		return this.index;
	}

	@Override
	public int queued() {
		return 1;
	}

	@Override
	public boolean isSleeping() {
		return false;
	}

	@Override
	public boolean hasDueTimers(long nowNanos) {
		return false;
	}

	@Override
	public boolean hasUnseenEvents() {
		return false;
	}

	@Override
	public LoopStatistics statistics() {
		return this.statistics;
	}

	@Override
	public boolean isInside(long slice) {
		return slice > 0 && slice == this.statistics.slices();
	}

	@Override
	public WatchedCarrier carrier() {
		return new BusyCarrier();
	}

	@Override
	public @Nullable Fiber currentFiber() {
		if (this.movesWhenAskedWhoRuns) {
			this.statistics.sliceBegins();
		}
		return null;
	}

	@Override
	public boolean takeFrom(long slice) {
		return isInside(slice);
	}

	@Override
	public void strand() {
	}

	@Override
	public void requeue(Object element) {
	}

	@Override
	public boolean wakeToSteal() {
		return false;
	}

	@Override
	public void report(String what, Throwable failure) {
	}

}
