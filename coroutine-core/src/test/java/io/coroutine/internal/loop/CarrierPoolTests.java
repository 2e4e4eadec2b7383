package io.coroutine.internal.loop;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Carriers whose threads cannot be started.
 */
class CarrierPoolTests {

	private final EventLoopGroup group = EventLoopGroup.withoutLoops();

	private final AtomicBoolean exhausted = new AtomicBoolean();

	private final AtomicInteger attempts = new AtomicInteger();

	private final CarrierPool pool = new CarrierPool(3, this::start);

	@Test
	void whenNoThreadCanBeStartedThenThereIsNoSpareAndLaterThereIs() throws Exception {
		Carrier culprit = new Carrier(this.pool, "culprit", false);
		this.exhausted.set(true);
		long now = System.nanoTime();
		assertThat(this.pool.prepareSpare(culprit, now)).isFalse();
		assertThat(this.pool.idle()).isZero();
		this.exhausted.set(false);
		long later = now + CarrierPool.PAUSE_NANOS;
		assertThat(this.pool.prepareSpare(culprit, later)).isTrue();
		assertThat(this.pool.prepareSpare(culprit, later)).isTrue();
		assertThat(this.pool.idle()).isEqualTo(1);
		assertThat(this.pool.close(TimeUnit.SECONDS.toNanos(30))).isTrue();
		assertThat(this.pool.prepareSpare(culprit, later)).isFalse();
	}

	@Test
	void whenNoThreadCanBeStartedThenNoneIsAskedForInAWhile() throws Exception {
		Carrier culprit = new Carrier(this.pool, "culprit", false);
		this.exhausted.set(true);
		long now = System.nanoTime();
		for (long millis = 0; millis < 400; millis++) {
			long nanos = now + TimeUnit.MILLISECONDS.toNanos(millis);
			this.pool.recruit(nanos);
			assertThat(this.pool.prepareSpare(culprit, nanos)).isFalse();
		}
		// The JVM warns each time
		assertThat(this.attempts).hasValue(2);
		assertThat(this.pool.close(TimeUnit.SECONDS.toNanos(30))).isTrue();
	}

	@Test
	void whenThereAreMoreBeyondTheBoundThenTheNextTakesLongerButNeverForEver() {
		assertThat(millis(1)).isEqualTo(2);
		assertThat(millis(255)).isEqualTo(2);
		assertThat(millis(256)).isEqualTo(4);
		assertThat(millis(1024)).isEqualTo(32);
		assertThat(millis(100_000)).isEqualTo(512);
		long seconds = 30;
		int started = 0;
		for (long left = TimeUnit.SECONDS.toMillis(seconds); left > 0; left -= millis(started)) {
			started++;
		}
		assertThat(started).isBetween(1_000, 1_800);
	}

	private static long millis(int extra) {
		return TimeUnit.NANOSECONDS.toMillis(CarrierPool.proof(extra));
	}

	@Test
	void whenALoopGetsNoCarrierThenTheNextThatRetiresRunsIt() throws Exception {
		EventLoop first = new EventLoop(0, this.group);
		EventLoop second = new EventLoop(1, this.group);
		this.pool.run(first);
		this.exhausted.set(true);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> this.pool.run(second));
		CountDownLatch ran = new CountDownLatch(1);
		second.execute((loop) -> ran.countDown());
		first.stop();
		assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
		second.stop();
		assertThat(this.pool.close(TimeUnit.SECONDS.toNanos(30))).isTrue();
		assertThat(this.pool.idle()).isZero();
	}

	private void start(Carrier carrier) {
		this.attempts.incrementAndGet();
		if (this.exhausted.get()) {
			throw new OutOfMemoryError("unable to create native thread, says a test");
		}
		carrier.start();
	}

}
