package io.coroutine.internal.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunQueueTests {

	private static final Predicate<Object> MOVABLE = (element) -> !(element instanceof LoopTask);

	private static final int PRODUCERS = 4;

	private static final int CONSUMERS = 3;

	private static final int EACH = 100_000;

	@Test
	void whenOneThreadThenFirstInFirstOut() {
		RunQueue queue = new RunQueue();
		for (int i = 0; i < 3000; i++) {
			queue.offer(i);
		}
		assertThat(queue.size()).isEqualTo(3000);
		for (int i = 0; i < 3000; i++) {
			assertThat(queue.poll()).isEqualTo(i);
		}
		assertThat(queue.poll()).isNull();
		assertThat(queue.isEmpty()).isTrue();
	}

	@Test
	void whenMovedThenInOrderUpToATaskOfTheLoop() {
		RunQueue queue = new RunQueue();
		RunQueue other = new RunQueue();
		for (int i = 0; i < 10; i++) {
			queue.offer(i);
		}
		LoopTask task = (loop) -> {
		};
		queue.offer(task);
		queue.offer(10);
		assertThat(queue.moveTo(other, 4, MOVABLE)).isEqualTo(4);
		assertThat(queue.moveTo(other, 100, MOVABLE)).isEqualTo(6);
		assertThat(queue.moveTo(other, 100, MOVABLE)).isZero();
		for (int i = 0; i < 10; i++) {
			assertThat(other.poll()).isEqualTo(i);
		}
		assertThat(other.isEmpty()).isTrue();
		assertThat(queue.poll()).isSameAs(task);
		assertThat(queue.moveTo(other, 1, MOVABLE)).isEqualTo(1);
		assertThat(queue.isEmpty()).isTrue();
	}

	@Test
	void whenManyProducersAndConsumersThenNothingIsLostOrDoubled() throws Exception {
		RunQueue queue = new RunQueue();
		RunQueue second = new RunQueue();
		AtomicInteger taken = new AtomicInteger();
		// Not for ever if one is lost
		long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
		List<Callable<List<Integer>>> tasks = new ArrayList<>();
		for (int producer = 0; producer < PRODUCERS; producer++) {
			int first = producer * EACH;
			tasks.add(() -> {
				for (int i = 0; i < EACH; i++) {
					queue.offer(first + i);
				}
				return List.of();
			});
		}
		for (int consumer = 0; consumer < CONSUMERS; consumer++) {
			tasks.add(() -> {
				List<Integer> mine = new ArrayList<>();
				while (taken.get() < PRODUCERS * EACH && System.nanoTime() - until < 0) {
					queue.moveTo(second, mine.size() % 3, MOVABLE);
					Object element = (mine.size() % 2 == 0) ? queue.poll() : second.poll();
					element = (element != null) ? element : queue.poll();
					element = (element != null) ? element : second.poll();
					if (element != null) {
						taken.incrementAndGet();
						mine.add((Integer) element);
					}
				}
				return mine;
			});
		}
		List<Integer> all = new ArrayList<>();
		try (ExecutorService executor = Executors.newCachedThreadPool()) {
			for (Future<List<Integer>> future : executor.invokeAll(tasks)) {
				all.addAll(future.get());
			}
		}
		assertThat(all).hasSize(PRODUCERS * EACH).doesNotHaveDuplicates();
	}

	@Test
	void whenItForwardsThenNothingIsLostOrDoubledThatComesMeanwhile() throws Exception {
		try (ExecutorService executor = Executors.newCachedThreadPool()) {
			for (int round = 0; round < 200; round++) {
				RunQueue queue = new RunQueue();
				Queue<Object> taken = new ConcurrentLinkedQueue<>();
				CyclicBarrier start = new CyclicBarrier(PRODUCERS + 1);
				List<Callable<Void>> tasks = new ArrayList<>();
				for (int producer = 0; producer < PRODUCERS; producer++) {
					int first = producer * 100;
					tasks.add(() -> {
						start.await();
						for (int i = 0; i < 100; i++) {
							queue.offer(first + i);
						}
						return null;
					});
				}
				tasks.add(() -> {
					start.await();
					queue.forwardTo(taken::add);
					return null;
				});
				for (Future<Void> future : executor.invokeAll(tasks)) {
					future.get();
				}
				assertThat(taken).hasSize(PRODUCERS * 100).doesNotHaveDuplicates();
				assertThat(queue.isEmpty()).isTrue();
			}
		}
	}

}
