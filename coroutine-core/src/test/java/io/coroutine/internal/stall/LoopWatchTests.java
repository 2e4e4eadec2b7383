package io.coroutine.internal.stall;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom the watchdog blames, on a loop that goes on just when it looks.
 */
class LoopWatchTests {

	private static final long THRESHOLD = TimeUnit.MILLISECONDS.toNanos(5);

	private final FakeLoop loop = new FakeLoop(0);

	private final LoopWatch watch = new LoopWatch(this.loop);

	@Test
	void whenTheSameTurnLastsThenTheLoopIsStalled() {
		lookFirst();
		assertThat(this.watch.hasMoved()).isFalse();
		assertThat(this.watch.look(2 * THRESHOLD, THRESHOLD)).isNotNull();
		assertThat(this.loop.statistics().isStalled()).isTrue();
	}

	@Test
	void whenTheSlowTurnEndsWhileItIsLookedAtThenTheNextIsNotBlamed() {
		lookFirst();
		assertThat(this.watch.hasMoved()).isFalse();
		this.loop.moveWhenAskedWhoRuns();
		assertThat(this.watch.look(2 * THRESHOLD, THRESHOLD)).isNull();
		assertThat(this.loop.statistics().isStalled()).isFalse();
	}

	@Test
	void whenTheSlowTurnHasEndedBeforeTheLookThenTheNextIsNotBlamed() {
		lookFirst();
		assertThat(this.watch.hasMoved()).isFalse();
		this.loop.statistics().sliceBegins();
		assertThat(this.watch.look(2 * THRESHOLD, THRESHOLD)).isNull();
		assertThat(this.loop.statistics().isStalled()).isFalse();
	}

	@Test
	void whenNoTurnHasEverBegunThenTheLoopIsNotTaken() {
		assertThat(this.watch.hasMoved()).isTrue();
		this.watch.moved(0);
		assertThat(this.watch.hasMoved()).isFalse();
		assertThat(this.watch.look(2 * THRESHOLD, THRESHOLD)).isNull();
	}

	private void lookFirst() {
		this.loop.statistics().sliceBegins();
		assertThat(this.watch.hasMoved()).isTrue();
		this.watch.moved(0);
	}

}
