package io.coroutine.internal.readiness;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DirectionTests {

	private final Direction direction = new Direction();

	private EventLoopGroup group;

	@BeforeEach
	void start() throws Exception {
		this.group = EventLoopGroup.start(1, 1, Duration.ofSeconds(1));
	}

	@AfterEach
	void stop() throws Exception {
		assertThat(this.group.stop(Duration.ofSeconds(60))).isTrue();
	}

	@Test
	void whenSignalledBeforeTheWaitThenTheWaitDoesNotBeginOnce() {
		this.direction.signal(loop());
		assertThat(this.direction.begin(Thread.currentThread(), 0)).isFalse();
		assertThat(this.direction.begin(Thread.currentThread(), 0)).isTrue();
	}

	@Test
	void whenSignalledTwiceThenOneEventIsLeft() {
		this.direction.signal(loop());
		this.direction.signal(loop());
		assertThat(this.direction.takeEvent()).isTrue();
		assertThat(this.direction.takeEvent()).isFalse();
	}

	@Test
	void whenClosedThenNoWaitBeginsAnyMore() {
		assertThat(this.direction.begin(Thread.currentThread(), 0)).isTrue();
		this.direction.close();
		assertThat(this.direction.isWaiting(Thread.currentThread())).isFalse();
		assertThat(this.direction.begin(Thread.currentThread(), 0)).isFalse();
		this.direction.signal(loop());
		assertThat(this.direction.begin(Thread.currentThread(), 0)).isFalse();
		assertThat(this.direction.hasWaiter()).isFalse();
	}

	@Test
	void whenWaitIsEndedThenALaterSignalWakesNobody() {
		assertThat(this.direction.begin(Thread.currentThread(), 0)).isTrue();
		assertThat(this.direction.end(Thread.currentThread())).isTrue();
		assertThat(this.direction.end(Thread.currentThread())).isFalse();
		this.direction.signal(loop());
		assertThat(this.direction.takeEvent()).isTrue();
	}

	/**
	 * The waiter looks for work, finds none and waits; the signaller makes work and
	 * signals. A lost wake-up leaves the waiter waiting with work to do.
	 */
	@Test
	void whenSignalsRaceWithWaitsThenNoWakeUpIsLost() throws Exception {
		int rounds = 200_000;
		AtomicInteger work = new AtomicInteger();
		CountDownLatch done = new CountDownLatch(1);
		Thread waiter = Thread.ofVirtual().start(() -> {
			int seen = 0;
			while (seen < rounds) {
				int now = work.get();
				if (now > seen) {
					seen = now;
				}
				else if (this.direction.begin(Thread.currentThread(), 0)) {
					while (this.direction.isWaiting(Thread.currentThread())) {
						LockSupport.park();
					}
				}
			}
			done.countDown();
		});
		for (int i = 0; i < rounds; i++) {
			work.incrementAndGet();
			this.direction.signal(loop());
			if (i % 64 == 0) {
				Thread.onSpinWait();
			}
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
		waiter.join();
	}

	private EventLoop loop() {
		return this.group.loops().getFirst();
	}

}
