package io.coroutine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thread-locals of many coroutines that go to few private stacks and back, are cancelled
 * and rejected on the way: none is lost, doubled, or seen by another coroutine.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class BlockingContextRandomTests extends EngineContract {

	private static final int COROUTINES = 2_000;

	private static final int LOCALS = 20;

	private static final List<ThreadLocal<Owned>> locals = Stream.generate(ThreadLocal<Owned>::new)
		.limit(LOCALS)
		.toList();

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger rejections = new AtomicInteger();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	@Override
	protected CoroutineRuntimeBuilder configure(CoroutineRuntimeBuilder builder) {
		return builder.privateStackLimit(4).privateStackQueue(8);
	}

	@Test
	void whenStacksAreFewAndCoroutinesAreCancelledThenEachKeepsItsOwnThreadLocals() throws Exception {
		long seed = System.nanoTime();
		SplittableRandom random = new SplittableRandom(seed);
		List<Coroutine> coroutines = new ArrayList<>();
		for (int i = 0; i < COROUTINES; i++) {
			SplittableRandom own = random.split();
			coroutines.add(this.runtime.start(() -> live(own)));
			if (random.nextInt(4) == 0) {
				coroutines.get(random.nextInt(coroutines.size())).cancel();
			}
			if (random.nextInt(8) == 0) {
				Thread.onSpinWait();
				Eventually.isTrue(() -> this.runtime.snapshot().live() < 64);
			}
		}
		for (Coroutine coroutine : coroutines) {
			assertThat(coroutine.join(LONG)).isTrue();
		}
		assertThat(this.failures).as("seed %d", seed).isEmpty();
		assertThat(this.calls.get()).isPositive();
		assertThat(this.rejections.get()).isPositive();
		assertThat(this.runtime.snapshot().stackUse().inUse()).isZero();
		assertThat(this.runtime.snapshot().stackUse().queued()).isZero();
	}

	private void live(SplittableRandom random) {
		Map<Integer, Owned> expected = new HashMap<>();
		Object owner = new Object();
		try {
			for (int i = random.nextInt(1, 12); i > 0; i--) {
				change(random, owner, expected);
				if (random.nextInt(3) != 0) {
					block(random, owner, expected);
				}
				else {
					Coroutine.yield();
				}
				check(expected);
			}
		}
		catch (Throwable ex) {
			this.failures.add(ex);
		}
	}

	private void block(SplittableRandom random, Object owner, Map<Integer, Owned> expected) {
		try {
			Blocking.run(() -> {
				check(expected);
				change(random, owner, expected);
				this.calls.incrementAndGet();
				if (random.nextInt(4) == 0) {
					pause(random);
				}
				check(expected);
				if (random.nextInt(4) == 0) {
					throw new IllegalStateException("wanted");
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.rejections.incrementAndGet();
			// Only to see whether the next call works again
			Thread.interrupted();
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessage("wanted");
		}
	}

	private static void pause(SplittableRandom random) {
		try {
			Thread.sleep(random.nextInt(3));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void change(SplittableRandom random, Object owner, Map<Integer, Owned> expected) {
		for (int i = random.nextInt(4); i > 0; i--) {
			int index = random.nextInt(LOCALS);
			if (random.nextBoolean()) {
				Owned value = new Owned(owner);
				locals.get(index).set(value);
				expected.put(index, value);
			}
			else {
				locals.get(index).remove();
				expected.remove(index);
			}
		}
	}

	private static void check(Map<Integer, Owned> expected) {
		for (int i = 0; i < LOCALS; i++) {
			assertThat(locals.get(i).get()).isSameAs(expected.get(i));
		}
	}

	private record Owned(Object owner) {
	}

}
