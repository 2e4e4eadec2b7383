package io.coroutine.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineBuilder;
import io.coroutine.CoroutineInfo;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import io.coroutine.test.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What coroutines wait for, as seen from the outside, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class WaitTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).loops(2).privateStackLimit(1).start();
	}

	@AfterEach
	void closeRuntime() {
		assertThat(this.runtime.shutdown(LONG)).isZero();
	}

	/**
	 * A wait that ends when it is interrupted.
	 */
	private interface Wait {

		void run() throws Exception;

	}

	private Coroutine begin(Wait wait) {
		return begin(this.runtime.coroutine(), wait);
	}

	private static Coroutine begin(CoroutineBuilder builder, Wait wait) {
		return builder.start(task(wait));
	}

	private static Runnable task(Wait wait) {
		return () -> {
			try {
				wait.run();
			}
			catch (Exception ex) {
				Thread.currentThread().interrupt();
			}
		};
	}

	/**
	 * Return what a wait looks like from far, in the list of all, and then from near.
	 */
	private List<WaitingFor> looks(Wait wait) {
		return looks(begin(wait), CoroutineState.WAITING);
	}

	private List<WaitingFor> looks(Coroutine coroutine, CoroutineState state) {
		CoroutineInfo near = Live.await(coroutine, (info) -> info.state() == state);
		CoroutineInfo far = this.runtime.coroutines()
			.filter((info) -> info.id() == coroutine.id())
			.findFirst()
			.orElseThrow();
		assertThat(far.state()).isEqualTo(state);
		return List.of(far.waitingFor(), near.waitingFor());
	}

	private static void assertKind(List<WaitingFor> looks, WaitKind kind) {
		assertThat(looks).extracting(WaitingFor::kind).containsExactly(kind, kind);
	}

	@Test
	void whenItSleepsThenItIsSleep() {
		List<WaitingFor> looks = looks(() -> Thread.sleep(LONG));
		assertKind(looks, WaitKind.SLEEP);
		assertThat(looks.getLast().text()).contains(", in ").contains(WaitTests.class.getName());
	}

	@Test
	void whenItWaitsForLockThenItsClassIdentityAndOwnerAreShown() {
		ReentrantLock lock = new ReentrantLock();
		lock.lock();
		List<WaitingFor> looks = looks(lock::lockInterruptibly);
		assertKind(looks, WaitKind.LOCK);
		assertThat(looks.getFirst().text())
			.matches("java\\.util\\.concurrent\\.locks\\.ReentrantLock\\S+@[0-9a-f]+, owned by .+ \\(thread #\\d+\\)");
		assertKind(looks(new ReentrantReadWriteLock() {
			{
				writeLock().lock();
			}
		}.readLock()::lockInterruptibly), WaitKind.LOCK);
		StampedLock stamped = new StampedLock();
		stamped.writeLock();
		assertKind(looks(stamped::readLockInterruptibly), WaitKind.LOCK);
	}

	@Test
	void whenItWaitsForMonitorThenItIsLock() {
		Object monitor = new Object();
		synchronized (monitor) {
			Coroutine coroutine = begin(() -> {
				synchronized (monitor) {
					monitor.notifyAll();
				}
			});
			assertKind(looks(coroutine, CoroutineState.WAITING), WaitKind.LOCK);
		}
	}

	@Test
	void whenItWaitsForConditionThenItIsCondition() {
		ReentrantLock lock = new ReentrantLock();
		Condition condition = lock.newCondition();
		assertKind(looks(() -> {
			lock.lock();
			try {
				while (true) {
					condition.await();
				}
			}
			finally {
				lock.unlock();
			}
		}), WaitKind.CONDITION);
		assertKind(looks(() -> new CountDownLatch(1).await()), WaitKind.CONDITION);
	}

	@Test
	void whenItWaitsForNotifyThenTheNearLookTells() {
		Object monitor = new Object();
		List<WaitingFor> looks = looks(() -> {
			synchronized (monitor) {
				while (true) {
					monitor.wait();
				}
			}
		});
		assertThat(looks).extracting(WaitingFor::kind).containsExactly(WaitKind.OTHER, WaitKind.CONDITION);
		List<WaitingFor> timed = looks(() -> {
			synchronized (monitor) {
				while (true) {
					monitor.wait(LONG.toMillis());
				}
			}
		});
		assertThat(timed).extracting(WaitingFor::kind).containsExactly(WaitKind.SLEEP, WaitKind.CONDITION);
	}

	@Test
	void whenItWaitsForQueueOrPermitThenItIsQueue() {
		Semaphore semaphore = new Semaphore(0);
		assertKind(looks(semaphore::acquire), WaitKind.QUEUE);
		assertKind(looks(() -> semaphore.tryAcquire(60, TimeUnit.SECONDS)), WaitKind.QUEUE);
		assertKind(looks(() -> new SynchronousQueue<String>().poll(60, TimeUnit.SECONDS)), WaitKind.QUEUE);
		assertKind(looks(() -> new LinkedTransferQueue<String>().take()), WaitKind.QUEUE);
	}

	@Test
	void whenQueueWaitsForConditionThenTheNearLookTells() {
		for (BlockingQueue<String> queue : List.of(new LinkedBlockingQueue<String>(),
				new ArrayBlockingQueue<String>(1))) {
			List<WaitingFor> looks = looks(queue::take);
			assertThat(looks).extracting(WaitingFor::kind).containsExactly(WaitKind.CONDITION, WaitKind.QUEUE);
		}
	}

	@Test
	void whenItWaitsForResultThenItIsFuture() {
		assertKind(looks(() -> new CompletableFuture<String>().get()), WaitKind.FUTURE);
		var future = this.runtime.submit(() -> {
			Thread.sleep(LONG);
			return "";
		});
		assertKind(looks(future::get), WaitKind.FUTURE);
	}

	@Test
	void whenItWaitsForChannelsThenTheyAreNamed() {
		Channel<String> empty = Channel.ofCapacity(0);
		assertThat(looks(empty::receive)).containsOnly(channelWait("receive from", empty));
		Channel<String> full = Channel.ofCapacity(0);
		assertThat(looks(() -> full.send("a", LONG))).containsOnly(channelWait("send to", full));
		ChannelSelect select = ChannelSelect.create().receive(empty, (element) -> {
		});
		assertThat(looks(select::await)).containsOnly(channelWait("a case of", select));
	}

	private static WaitingFor channelWait(String purpose, Object target) {
		return new WaitingFor(WaitKind.CHANNEL, purpose + " " + ChannelWait.label(target));
	}

	@Test
	void whenItJoinsThenTheOtherIsNamed() {
		Coroutine other = begin(this.runtime.coroutine().name("other"), () -> Thread.sleep(LONG));
		WaitingFor expected = new WaitingFor(WaitKind.JOIN, "end of coroutine #" + other.id() + " (other)");
		assertThat(looks(other::join)).containsOnly(expected);
		assertThat(looks(() -> other.join(LONG))).containsOnly(expected);
		Coroutine ownStack = begin(this.runtime.coroutine().stackMode(StackMode.PRIVATE), other::join);
		assertThat(looks(ownStack, CoroutineState.WAITING)).containsOnly(expected);
	}

	@Test
	void whenItJoinsThreadThenTheNearLookTells() throws Exception {
		Thread thread = Thread.ofPlatform().daemon().start(LockSupport::park);
		assertThat(looks(thread::join).getLast().kind()).isEqualTo(WaitKind.JOIN);
		LockSupport.unpark(thread);
		thread.join();
	}

	@Test
	void whenItResumesThenBothSidesAreShown() {
		Coroutine suspended = this.runtime.coroutine().create(task(Coroutine::suspend));
		suspended.resume();
		assertKind(looks(suspended, CoroutineState.SUSPENDED), WaitKind.RESUME);
		Coroutine sleeping = this.runtime.coroutine().create(task(() -> Thread.sleep(LONG)));
		assertThat(looks(sleeping::resume)).containsOnly(new WaitingFor(WaitKind.TRANSFER,
				"suspend or end of coroutine #" + sleeping.id() + " (coroutine-" + sleeping.id() + ")"));
		assertThat(looks(sleeping::join)).extracting(WaitingFor::kind).containsOnly(WaitKind.JOIN);
	}

	@Test
	void whenItParksOnNothingThenItIsOther() {
		List<WaitingFor> looks = looks(LockSupport::park);
		assertKind(looks, WaitKind.OTHER);
		Object blocker = new ArrayList<>();
		assertThat(looks(() -> LockSupport.park(blocker)).getFirst().text()).startsWith("java.util.ArrayList@");
	}

	@Test
	void whenItWaitsForPrivateStackThenItIsQueued() {
		CoroutineBuilder builder = this.runtime.coroutine().stackMode(StackMode.PRIVATE);
		begin(builder, () -> Thread.sleep(LONG));
		Coroutine queued = begin(builder, () -> Thread.sleep(LONG));
		assertKind(looks(queued, CoroutineState.QUEUED), WaitKind.QUEUE);
	}

}
