package io.coroutine.internal.fiber;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.coroutine.internal.stack.ThreadFiber;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FiberTableTests {

	private static final int CHUNK = 1024;

	private final FiberTable table = new FiberTable();

	private final FiberRegistry registry = new FiberRegistry();

	private Fiber newFiber() {
		return new ThreadFiber(() -> {
		}, this.registry, null, Thread.ofVirtual()::unstarted);
	}

	private Fiber added() {
		Fiber fiber = newFiber();
		this.table.add(fiber);
		return fiber;
	}

	private List<Fiber> all() {
		List<Fiber> all = new ArrayList<>();
		for (int chunk = this.table.lastChunk(); chunk >= 0; chunk--) {
			Collections.addAll(all, this.table.copy(chunk));
		}
		return all;
	}

	@Test
	void whenAddedAndRemovedAtRandomThenItHoldsWhatIsLeft() {
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		Random random = new Random(seed);
		List<Fiber> left = new ArrayList<>();
		for (int round = 0; round < 20; round++) {
			// Grows to some chunks and shrinks to none again
			int goal = (round % 2 == 0) ? random.nextInt(5 * CHUNK) : 0;
			while (left.size() != goal) {
				if (left.isEmpty() || random.nextInt(10) < ((left.size() < goal) ? 7 : 3)) {
					left.add(added());
				}
				else {
					int index = random.nextInt(left.size());
					Fiber removed = left.set(index, left.getLast());
					left.removeLast();
					assertThat(this.table.remove(removed)).isTrue();
				}
			}
			assertThat(new HashSet<>(all())).isEqualTo(new HashSet<>(left));
			assertThat(all()).hasSameSizeAs(left);
		}
	}

	@Test
	void whenRemovedAgainOrNeverAddedThenNothingHappens() {
		Fiber first = added();
		Fiber second = added();
		assertThat(this.table.remove(first)).isTrue();
		assertThat(this.table.remove(first)).isFalse();
		assertThat(this.table.remove(newFiber())).isFalse();
		assertThat(all()).containsExactly(second);
	}

	@Test
	void whenItChangesBetweenChunksThenNoneThatStaysIsMissed() {
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		Random random = new Random(seed);
		Set<Fiber> staying = new HashSet<>();
		List<Fiber> passing = new ArrayList<>();
		for (int i = 0; i < 4 * CHUNK; i++) {
			if (random.nextBoolean()) {
				staying.add(added());
			}
			else {
				passing.add(added());
			}
		}
		Collections.shuffle(passing, random);
		Set<Fiber> seen = new HashSet<>();
		for (int chunk = this.table.lastChunk(); chunk >= 0; chunk--) {
			Collections.addAll(seen, this.table.copy(chunk));
			for (int i = random.nextInt(CHUNK / 2); i > 0 && !passing.isEmpty(); i--) {
				this.table.remove(passing.removeLast());
				if (random.nextInt(3) == 0) {
					added();
				}
			}
		}
		assertThat(seen).containsAll(staying);
	}

}
