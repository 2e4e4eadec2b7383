package io.coroutine.internal.stall;

import java.util.concurrent.TimeUnit;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.measure.LoopStatistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom the watchdog blames, on a loop that goes on just when it looks.
 */
class LoopWatchTests {

	private static final long THRESHOLD = TimeUnit.MILLISECONDS.toNanos(5);

	private final FakeLoop loop = new FakeLoop();

	private final LoopWatch watch = new LoopWatch(this.loop);

	@Test
	void whenTheSameTurnLastsThenTheLoopIsStalled() {
		lookFirst();
		assertThat(this.watch.hasMoved()).isFalse();
		assertThat(this.watch.look(2 * THRESHOLD, THRESHOLD)).isNotNull();
		assertThat(this.loop.statistics.isStalled()).isTrue();
	}

	@Test
	void whenTheSlowTurnEndsWhileItIsLookedAtThenTheNextIsNotBlamed() {
		lookFirst();
		assertThat(this.watch.hasMoved()).isFalse();
		this.loop.movesWhenAskedWhoRuns = true;
		assertThat(this.watch.look(2 * THRESHOLD, THRESHOLD)).isNull();
		assertThat(this.loop.statistics.isStalled()).isFalse();
	}

	@Test
	void whenTheSlowTurnHasEndedBeforeTheLookThenTheNextIsNotBlamed() {
		lookFirst();
		assertThat(this.watch.hasMoved()).isFalse();
		this.loop.statistics.sliceBegins();
		assertThat(this.watch.look(2 * THRESHOLD, THRESHOLD)).isNull();
		assertThat(this.loop.statistics.isStalled()).isFalse();
	}

	@Test
	void whenNoTurnHasEverBegunThenTheLoopIsNotTaken() {
		assertThat(this.watch.hasMoved()).isTrue();
		this.watch.moved(0);
		assertThat(this.watch.hasMoved()).isFalse();
		assertThat(this.watch.look(2 * THRESHOLD, THRESHOLD)).isNull();
	}

	private void lookFirst() {
		this.loop.statistics.sliceBegins();
		assertThat(this.watch.hasMoved()).isTrue();
		this.watch.moved(0);
	}

	/**
	 * A loop that is inside a coroutine once one has begun, for which others wait.
	 */
	private static final class FakeLoop implements WatchedLoop {

		private final LoopStatistics statistics = new LoopStatistics();

		private boolean movesWhenAskedWhoRuns;

		@Override
		public int index() {
			return 0;
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

	private static final class BusyCarrier implements WatchedCarrier {

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

}
