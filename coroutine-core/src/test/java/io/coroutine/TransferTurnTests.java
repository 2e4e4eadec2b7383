package io.coroutine;

import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import io.coroutine.test.Interruptible;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A coroutine that is to run next waits for its predecessor to give its turn up, which
 * must be about to do so. Here it is resumed so early that the one who would do so goes
 * on instead, and computes until the other has run.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class TransferTurnTests extends EngineContract {

	private static final int ROUNDS = 2_000;

	@Test
	void whenResumedBeforeItHasParkedThenALaterWakeUpDoesNotWaitForItsCaller() throws Exception {
		Semaphore permit = new Semaphore(0);
		Semaphore next = new Semaphore(0);
		AtomicInteger woken = new AtomicInteger();
		Coroutine sleeper = this.runtime.coroutine().create(() -> Interruptible.run(() -> {
			for (int i = 0; i < ROUNDS; i++) {
				Coroutine.suspend();
				permit.acquire();
				woken.incrementAndGet();
			}
		}));
		sleeper.resume();
		Future<Boolean> waker = this.runtime.submit(() -> {
			boolean inTime = true;
			for (int i = 1; i <= ROUNDS && inTime; i++) {
				next.acquire();
				permit.release();
				int expected = i;
				inTime = spinUntil(() -> woken.get() == expected);
			}
			return inTime;
		});
		for (int i = 0; i < ROUNDS && !waker.isDone(); i++) {
			next.release();
			resumeAsSoonAsPossible(sleeper);
		}
		assertThat(Eventually.get(waker)).isTrue();
		assertThat(sleeper.join(LONG)).isTrue();
	}

	@Test
	void whenResumedAgainBeforeItHasParkedThenItsFormerResumerGoesOn() throws Exception {
		AtomicInteger suspending = new AtomicInteger();
		AtomicInteger returned = new AtomicInteger();
		Semaphore next = new Semaphore(0);
		AtomicBoolean inTime = new AtomicBoolean(true);
		Coroutine inner = this.runtime.coroutine().create(() -> Interruptible.run(() -> {
			for (int i = 1; i <= ROUNDS && inTime.get(); i++) {
				int expected = i;
				suspending.set(expected);
				Coroutine.suspend();
				// Resumed by the thread; the coroutine has control back since the suspend
				inTime.set(spinUntil(() -> returned.get() == expected));
				Coroutine.suspend();
			}
		}));
		Coroutine outer = this.runtime.start(() -> Interruptible.run(() -> {
			for (int i = 1; i <= ROUNDS && inTime.get(); i++) {
				next.acquire();
				inner.resume();
				returned.set(i);
			}
		}));
		for (int i = 1; i <= ROUNDS && inTime.get(); i++) {
			int expected = i;
			next.release();
			assertThat(spinUntil(() -> suspending.get() == expected)).isTrue();
			// Now sooner, now later, to meet the moment before it parks
			for (int pause = i % 32; pause > 0; pause--) {
				Thread.onSpinWait();
			}
			resumeAsSoonAsPossible(inner);
		}
		inner.cancel();
		assertThat(outer.join(LONG)).isTrue();
		assertThat(inner.join(LONG)).isTrue();
		assertThat(inTime).isTrue();
	}

	private static void resumeAsSoonAsPossible(Coroutine coroutine) {
		boolean resumed = false;
		while (!resumed && !coroutine.isDone()) {
			try {
				coroutine.resume();
				resumed = true;
			}
			catch (IllegalStateException ex) {
				Thread.onSpinWait();
			}
		}
	}

	/**
	 * Compute until a condition holds. On the portable engine, where that is up to the
	 * JDK, a single CPU would be kept from all others.
	 * @return {@code false} if it does not for a long time
	 */
	private boolean spinUntil(BooleanSupplier condition) {
		long deadline = System.nanoTime() + LONG.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				return false;
			}
			if (this.engine == EngineChoice.PORTABLE) {
				Thread.yield();
			}
			else {
				Thread.onSpinWait();
			}
		}
		return true;
	}

}
