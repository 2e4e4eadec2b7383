package io.coroutine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import io.coroutine.test.Interruptible;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the JDK has for threads parks a coroutine and not its loop. There is one loop,
 * which nobody takes over within the time of a test: if a wait held the carrier, no other
 * coroutine would run.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class ConcurrentUtilitiesTests extends EngineContract {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition condition = this.lock.newCondition();

	private final Object monitor = new Object();

	/** Guarded by the lock or the monitor. */
	private boolean signalled;

	@Override
	protected CoroutineRuntimeBuilder configure(CoroutineRuntimeBuilder builder) {
		return builder.loops(1).stallThreshold(Duration.ofHours(1));
	}

	@Test
	void whenReentrantLockIsTakenThenTheCoroutineParks() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Coroutine owner = startAndAwaitIt(() -> locked(release::await));
		assertParksUntil(() -> locked(() -> {
		}), release::countDown);
		assertThat(owner.join(LONG)).isTrue();
	}

	@Test
	void whenMonitorIsTakenThenTheCoroutineParks() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Coroutine owner = startAndAwaitIt(() -> {
			synchronized (this.monitor) {
				release.await();
			}
		});
		assertParksUntil(() -> {
			synchronized (this.monitor) {
				assertThat(Thread.holdsLock(this.monitor)).isTrue();
			}
		}, release::countDown);
		assertThat(owner.join(LONG)).isTrue();
	}

	@Test
	void whenObjectIsWaitedForThenTheCoroutineParksUntilItIsNotified() throws Exception {
		assertParksUntil(() -> {
			synchronized (this.monitor) {
				while (!this.signalled) {
					this.monitor.wait();
				}
			}
		}, () -> {
			synchronized (this.monitor) {
				this.signalled = true;
				this.monitor.notifyAll();
			}
		});
	}

	@Test
	void whenConditionIsAwaitedThenTheCoroutineParksUntilItIsSignalled() throws Exception {
		assertParksUntil(() -> locked(() -> {
			while (!this.signalled) {
				this.condition.await();
			}
		}), this::signal);
	}

	@Test
	void whenSemaphoreHasNoPermitThenTheCoroutineParks() throws Exception {
		Semaphore semaphore = new Semaphore(0);
		assertParksUntil(semaphore::acquire, semaphore::release);
		assertParksUntil(() -> assertThat(semaphore.tryAcquire(30, TimeUnit.SECONDS)).isTrue(), semaphore::release);
	}

	@Test
	void whenQueueIsEmptyOrFullThenTheCoroutineParks() throws Exception {
		BlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
		assertParksUntil(queue::take, () -> queue.add("a"));
		queue.add("b");
		assertParksUntil(() -> queue.put("c"), queue::remove);
		assertParksUntil(() -> queue.offer("d", 30, TimeUnit.SECONDS), queue::remove);
		queue.clear();
		assertParksUntil(() -> assertThat(queue.poll(30, TimeUnit.SECONDS)).isEqualTo("e"), () -> queue.add("e"));
		BlockingQueue<String> meeting = new SynchronousQueue<>();
		assertParksUntil(() -> meeting.put("f"),
				() -> Interruptible.run(() -> assertThat(meeting.take()).isEqualTo("f")));
	}

	@Test
	void whenFutureIsNotCompleteThenTheCoroutineParks() throws Exception {
		CompletableFuture<String> future = new CompletableFuture<>();
		assertParksUntil(() -> {
			try {
				assertThat(future.get()).isEqualTo("done");
			}
			catch (ExecutionException ex) {
				throw new AssertionError(ex);
			}
		}, () -> future.complete("done"));
		CompletableFuture<String> joined = new CompletableFuture<>();
		assertParksUntil(() -> assertThat(joined.join()).isEqualTo("done"), () -> joined.complete("done"));
	}

	@Test
	void whenLatchIsClosedThenTheCoroutineParks() throws Exception {
		CountDownLatch latch = new CountDownLatch(1);
		assertParksUntil(latch::await, latch::countDown);
	}

	@Test
	void whenCoroutineSleepsThenItParksUntilItsTimeIsUpOrItIsCancelled() throws Exception {
		AtomicReference<Thread> sleeper = new AtomicReference<>();
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		assertParksUntil(() -> {
			sleeper.set(Thread.currentThread());
			try {
				Thread.sleep(LONG);
			}
			catch (InterruptedException ex) {
				interrupted.set(true);
			}
		}, () -> sleeper.get().interrupt());
		assertThat(interrupted).hasValue(true);
		Coroutine slept = this.runtime.start(() -> Interruptible.run(() -> Thread.sleep(SHORT)));
		assertThat(slept.join(LONG)).isTrue();
	}

	@Test
	void whenConditionTimesOutThenItTellsSoAndNotThatItWasSignalled() throws Exception {
		Future<Boolean> inTime = this.runtime.submit(() -> {
			this.lock.lock();
			try {
				return this.condition.await(SHORT.toMillis(), TimeUnit.MILLISECONDS);
			}
			finally {
				this.lock.unlock();
			}
		});
		assertThat(Eventually.get(inTime)).isFalse();
		assertParksUntil(() -> locked(() -> {
			while (!this.signalled) {
				assertThat(this.condition.await(30, TimeUnit.SECONDS)).isTrue();
			}
		}), this::signal);
		Future<Long> left = this.runtime.submit(() -> {
			this.lock.lock();
			try {
				return this.condition.awaitNanos(-1);
			}
			finally {
				this.lock.unlock();
			}
		});
		assertThat(Eventually.get(left)).isNotPositive();
	}

	@Test
	void whenConditionIsSignalledThenTheOneThatWaitsLongestGoesOn() throws Exception {
		int count = 20;
		List<Integer> woken = Collections.synchronizedList(new ArrayList<>());
		List<Coroutine> waiters = startWaiters(count, woken);
		for (int i = 0; i < count; i++) {
			this.runtime.start(() -> locked(this.condition::signal));
			int expected = i + 1;
			Eventually.isTrue(() -> woken.size() == expected);
		}
		assertThat(woken).isSorted().hasSize(count);
		for (Coroutine waiter : waiters) {
			assertThat(waiter.join(LONG)).isTrue();
		}
	}

	@Test
	void whenConditionIsBroadcastThenAllGoOnInOrder() throws Exception {
		int count = 20;
		List<Integer> woken = Collections.synchronizedList(new ArrayList<>());
		List<Coroutine> waiters = startWaiters(count, woken);
		this.runtime.start(() -> locked(this.condition::signalAll));
		for (Coroutine waiter : waiters) {
			assertThat(waiter.join(LONG)).isTrue();
		}
		assertThat(woken).isSorted().hasSize(count);
	}

	private List<Coroutine> startWaiters(int count, List<Integer> woken) throws Exception {
		List<Coroutine> waiters = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int number = i;
			waiters.add(this.runtime.start(() -> locked(() -> {
				this.condition.await();
				woken.add(number);
			})));
			Eventually.isTrue(() -> {
				this.lock.lock();
				try {
					return this.lock.getWaitQueueLength(this.condition) == number + 1;
				}
				finally {
					this.lock.unlock();
				}
			});
		}
		return waiters;
	}

	@Test
	void whenWaiterOfAConditionIsCancelledThenASignalGoesToAnother() throws Exception {
		List<Integer> woken = Collections.synchronizedList(new ArrayList<>());
		List<Coroutine> waiters = startWaiters(2, woken);
		waiters.getFirst().cancel();
		assertThat(waiters.getFirst().join(LONG)).isTrue();
		this.runtime.start(() -> locked(this.condition::signal));
		assertThat(waiters.getLast().join(LONG)).isTrue();
		assertThat(woken).containsExactly(1);
	}

	@Test
	void whenLockIsNotHeldThenWaitAndSignalAreRefused() throws Exception {
		for (Interruptible misuse : List.<Interruptible>of(this.condition::await, this.condition::signal,
				this.condition::signalAll, this.lock::unlock, this.monitor::wait, this.monitor::notify,
				this.monitor::notifyAll)) {
			Future<Void> misusing = this.runtime.submit(() -> {
				misuse.call();
				return null;
			});
			assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> Eventually.get(misusing));
		}
	}

	/**
	 * Have one coroutine wait, and another on the same loop end that. If the wait held
	 * the loop, the other one would not run.
	 */
	private void assertParksUntil(Interruptible wait, Runnable end) throws Exception {
		CompletableFuture<Throwable> outcome = new CompletableFuture<>();
		Coroutine waiter = startAndAwaitIt(() -> {
			try {
				wait.call();
				outcome.complete(null);
			}
			catch (Throwable ex) {
				outcome.complete(ex);
			}
		});
		assertThat(waiter.isDone()).isFalse();
		Coroutine other = this.runtime.start(end);
		assertThat(other.join(LONG)).as("the other coroutine on the loop runs").isTrue();
		assertThat(waiter.join(LONG)).as("the coroutine that waited goes on").isTrue();
		assertThat(Eventually.get(outcome)).isNull();
	}

	/**
	 * Start a coroutine and return when it waits.
	 */
	private Coroutine startAndAwaitIt(Interruptible body) throws Exception {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		Coroutine coroutine = this.runtime.start(() -> {
			thread.complete(Thread.currentThread());
			Interruptible.run(body);
		});
		Thread waiting = Eventually.get(thread);
		Eventually.isTrue(() -> switch (waiting.getState()) {
			case WAITING, TIMED_WAITING, BLOCKED -> true;
			case TERMINATED -> throw new AssertionError("It has ended instead of waiting");
			default -> false;
		});
		return coroutine;
	}

	private void signal() {
		locked(() -> {
			this.signalled = true;
			this.condition.signal();
		});
	}

	private void locked(Interruptible body) {
		this.lock.lock();
		try {
			Interruptible.run(body);
		}
		finally {
			this.lock.unlock();
		}
	}

}
