package io.coroutine.internal.measure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTests {

	@Test
	void whenManyThreadsAskThenOneMay() throws Exception {
		RateLimit limit = new RateLimit(Duration.ofHours(1));
		AtomicInteger allowed = new AtomicInteger();
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = Thread.ofPlatform().start(() -> {
				for (int j = 0; j < 1000; j++) {
					if (limit.tryAcquire()) {
						allowed.incrementAndGet();
					}
				}
			});
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(allowed).hasValue(1);
	}

	@Test
	void whenTheIntervalIsOverThenItMayHappenAgain() {
		RateLimit limit = new RateLimit(Duration.ofMillis(1));
		assertThat(limit.tryAcquire()).isTrue();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		boolean again = false;
		while (!again && System.nanoTime() < deadline) {
			again = limit.tryAcquire();
		}
		assertThat(again).isTrue();
	}

}
