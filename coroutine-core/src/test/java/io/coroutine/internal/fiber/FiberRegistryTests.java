package io.coroutine.internal.fiber;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.internal.stack.ThreadFiber;
import io.coroutine.snapshot.CoroutineCounts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FiberRegistryTests {

	private final FiberRegistry registry = new FiberRegistry();

	private final FiberRegistries registries = new FiberRegistries(List.of(new FiberRegistry(), this.registry));

	private Fiber newFiber() {
		return new ThreadFiber(() -> {
		}, this.registry, null, Thread.ofVirtual()::unstarted);
	}

	private Fiber added() {
		Fiber fiber = newFiber();
		this.registry.add(fiber);
		return fiber;
	}

	@Test
	void whenOthersComeAndGoMeanwhileThenEachThatStaysIsThereOnce() throws Exception {
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		Set<Fiber> present = ConcurrentHashMap.newKeySet();
		AtomicBoolean stop = new AtomicBoolean();
		AtomicInteger changes = new AtomicInteger();
		Thread changer = Thread.ofPlatform().start(() -> {
			Random random = new Random(seed);
			List<Fiber> fibers = new ArrayList<>();
			while (!stop.get()) {
				// Many at once, so that those of the end are moved far to the front
				while (fibers.size() < 8_000) {
					Fiber fiber = added();
					fibers.add(fiber);
					present.add(fiber);
				}
				while (fibers.size() > 2_000) {
					Collections.swap(fibers, random.nextInt(fibers.size()), fibers.size() - 1);
					Fiber fiber = fibers.removeLast();
					present.remove(fiber);
					this.registry.remove(fiber);
				}
				changes.incrementAndGet();
			}
		});
		int walks = 0;
		while (walks < 300 || changes.get() < 30) {
			Set<Fiber> before = new HashSet<>(present);
			List<Fiber> live = this.registries.live();
			before.retainAll(present);
			assertThat(new HashSet<>(live)).hasSameSizeAs(live);
			live.forEach(before::remove);
			assertThat(before).as("missed in walk %d", walks).isEmpty();
			walks++;
		}
		stop.set(true);
		changer.join();
		assertThat(new HashSet<>(this.registries.live())).isEqualTo(present);
	}

	@Test
	void whenRemovedTwiceThenItIsCountedOnce() {
		Fiber fiber = added();
		this.registry.remove(fiber);
		this.registry.remove(fiber);
		assertThat(this.registry.counts()).isEqualTo(new CoroutineCounts(1, 1, 0));
	}

	@Test
	void whenClosedThenNoneIsAdded() {
		Fiber before = added();
		this.registries.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(this::added);
		assertThat(this.registries.live()).containsExactly(before);
		assertThat(this.registries.find(before.id())).isSameAs(before);
		assertThat(this.registries.find(newFiber().id())).isNull();
	}

}
