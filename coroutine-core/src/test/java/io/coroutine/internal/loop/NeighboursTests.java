package io.coroutine.internal.loop;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an idle loop takes from others, on loops that do not run.
 */
class NeighboursTests {

	private static final Runnable COROUTINE = () -> {
	};

	private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

	private EventLoop own;

	private EventLoop other;

	private Neighbours neighbours;

	@BeforeEach
	void open() throws Exception {
		EventLoopGroup group = EventLoopGroup.withoutLoops();
		this.own = new EventLoop(0, group);
		this.other = new EventLoop(1, group);
		this.neighbours = new Neighbours(this.own, List.of(this.own, this.other));
	}

	@AfterEach
	void close() {
		this.own.close();
		this.other.close();
	}

	@Test
	void whenQueueStaysLongThenLoopIsOverloadedAfterAMillisecond() {
		Neighbour<EventLoop> neighbour = new Neighbour<>(this.other);
		fill(65);
		assertThat(neighbour.isOverloaded(0)).isFalse();
		assertThat(neighbour.isOverloaded(MILLISECOND - 1)).isFalse();
		assertThat(neighbour.isOverloaded(MILLISECOND)).isTrue();
		assertThat(neighbour.isOverloaded(MILLISECOND + 1)).isTrue();
	}

	@Test
	void whenQueueIsShortBetweenThenTheMillisecondBeginsAnew() {
		Neighbour<EventLoop> neighbour = new Neighbour<>(this.other);
		fill(65);
		assertThat(neighbour.isOverloaded(0)).isFalse();
		this.other.stealFor(this.own, 1);
		assertThat(neighbour.isOverloaded(MILLISECOND)).isFalse();
		fill(1);
		assertThat(neighbour.isOverloaded(2 * MILLISECOND)).isFalse();
		assertThat(neighbour.isOverloaded(3 * MILLISECOND)).isTrue();
	}

	@Test
	void whenLooksAreFarApartThenTheyDoNotCountAsTwoInARow() {
		Neighbour<EventLoop> neighbour = new Neighbour<>(this.other);
		fill(1000);
		assertThat(neighbour.isOverloaded(0)).isFalse();
		assertThat(neighbour.isOverloaded(100 * MILLISECOND)).isFalse();
		assertThat(neighbour.isOverloaded(101 * MILLISECOND)).isTrue();
	}

	@Test
	void whenLoopIsOverloadedThenABoundedBatchIsTaken() {
		fill(1000);
		assertThat(lookUntilThereIsWork(this::moving)).isEqualTo(64);
		assertThat(this.other.queued()).isEqualTo(936);
	}

	@Test
	void whenQueueIsNotVeryLongThenHalfOfItIsTaken() {
		fill(70);
		assertThat(lookUntilThereIsWork(this::moving)).isEqualTo(35);
		assertThat(this.other.queued()).isEqualTo(35);
	}

	@Test
	void whenATaskOfTheLoopComesThenNothingFromThereOnIsTaken() {
		fill(10);
		this.other.execute((loop) -> {
		});
		fill(100);
		assertThat(lookUntilThereIsWork(this::moving)).isEqualTo(10);
		assertThat(this.other.stealFor(this.own, 64)).isZero();
	}

	@Test
	void whenLoopMovesAndItsQueueIsShortThenNothingIsTaken() {
		fill(64);
		long end = System.nanoTime() + 5 * MILLISECOND;
		while (System.nanoTime() < end) {
			assertThat(moving()).isEqualTo(Neighbours.TICK_MILLIS);
		}
		assertThat(this.own.queued()).isZero();
	}

	@Test
	void whenLoopStandsStillThenOneAtATimeIsTaken() {
		fill(3);
		assertThat(lookUntilThereIsWork(() -> this.neighbours.lookAround(-1))).isEqualTo(1);
		assertThat(this.own.statistics().stolen()).isEqualTo(1);
	}

	private int moving() {
		this.other.statistics().sliceBegins();
		return this.neighbours.lookAround(-1);
	}

	private int lookUntilThereIsWork(IntSupplier look) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (look.getAsInt() != 0 && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		return this.own.queued();
	}

	private void fill(int count) {
		for (int i = 0; i < count; i++) {
			this.other.submit(COROUTINE);
		}
	}

}
