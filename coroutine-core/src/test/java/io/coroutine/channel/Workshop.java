package io.coroutine.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.ConditionQueue;
import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.ToolboxRandomTests;
import io.coroutine.generator.Generator;
import io.coroutine.test.Deliveries;
import io.coroutine.test.Interruptible;

/**
 * What the workers of {@link ToolboxRandomTests} do with what they share, and the books
 * about it. A worker does a few random things; it may be cancelled in any of them, which
 * ends it.
 */
public final class Workshop {

	private static final int PERMITS = 3;

	private static final int MAX_DEPTH = 3;

	/** So many, on the average, are there between two that occupy their loop. */
	private static final int BUSY_EVERY = 400;

	public final Deliveries channelDeliveries = new Deliveries();

	public final Deliveries conditionDeliveries = new Deliveries();

	public final List<Channel<Integer>> channels = List.of(Channel.ofCapacity(0), Channel.ofCapacity(1),
			Channel.ofCapacity(3), Channel.ofCapacity(50));

	public final ConditionQueue queue = new ConditionQueue();

	final ReentrantLock lock = new ReentrantLock();

	final Semaphore semaphore = new Semaphore(PERMITS);

	public final AtomicInteger inSemaphore = new AtomicInteger();

	/** Guarded by the lock. */
	public int guarded;

	public final AtomicInteger expectedGuarded = new AtomicInteger();

	public final AtomicInteger transfers = new AtomicInteger();

	public final AtomicInteger expectedTransfers = new AtomicInteger();

	public final AtomicInteger interrupted = new AtomicInteger();

	public final AtomicInteger expectedInterrupted = new AtomicInteger();

	public final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	public final Queue<Coroutine> started = new ConcurrentLinkedQueue<>();

	private final Channel<Integer> unused = Channel.ofCapacity(0);

	private final CoroutineRuntime runtime;

	public Workshop(CoroutineRuntime runtime) {
		this.runtime = runtime;
	}

	public Coroutine startWorker(SplittableRandom random) {
		return start(() -> work(random, 0));
	}

	/**
	 * Start those who receive from all channels, and take from the queue, until they are
	 * closed.
	 */
	public List<Coroutine> startConsumers(int count, SplittableRandom random) {
		List<Coroutine> consumers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			SplittableRandom own = random.split();
			consumers.add(run(() -> receive(own)));
			consumers.add(run(this::take));
		}
		return consumers;
	}

	private Coroutine start(Interruptible body) {
		Coroutine coroutine = run(body);
		this.started.add(coroutine);
		return coroutine;
	}

	private Coroutine run(Interruptible body) {
		return this.runtime.start(() -> {
			try {
				body.call();
			}
			catch (InterruptedException ex) {
				// It was cancelled
			}
			catch (Throwable ex) {
				this.failures.add(ex);
			}
		});
	}

	private void work(SplittableRandom random, int depth) throws InterruptedException {
		for (int i = random.nextInt(1, 4); i > 0; i--) {
			if (random.nextInt(BUSY_EVERY) == 0) {
				spin(random.nextLong(1_000_000, 3_000_000));
			}
			switch (random.nextInt(10)) {
				case 0, 1 -> send(random);
				case 2 -> put(random);
				case 3 -> lock(random);
				case 4 -> enterSemaphore(random);
				case 5 -> generate(random);
				case 6 -> transfer(random);
				case 7 -> cancelOne(random);
				case 8 -> startAndJoin(random, depth);
				default -> sleepOrYield(random);
			}
		}
	}

	public static void spin(long nanos) {
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() - end < 0) {
			Thread.onSpinWait();
		}
	}

	private static void sleepOrYield(SplittableRandom random) throws InterruptedException {
		if (random.nextBoolean()) {
			Coroutine.yield();
		}
		else {
			Thread.sleep(Duration.ofNanos(random.nextLong(2_000_000)));
		}
	}

	private void send(SplittableRandom random) throws InterruptedException {
		int number = this.channelDeliveries.newNumber();
		Channel<Integer> channel = this.channels.get(random.nextInt(this.channels.size()));
		Duration timeout = Duration.ofNanos(random.nextLong(2_000_000));
		boolean sent = switch (random.nextInt(4)) {
			case 0 -> channel.trySend(number);
			case 1 -> channel.send(number, timeout);
			case 2 -> {
				ChannelSelect select = ChannelSelect.create();
				this.channels.forEach((one) -> select.send(one, number, (element) -> {
				}));
				yield select.await(timeout);
			}
			default -> {
				channel.send(number);
				yield true;
			}
		};
		if (sent) {
			this.channelDeliveries.sent(number);
		}
	}

	private void receive(SplittableRandom random) throws InterruptedException {
		List<Channel<Integer>> open = new ArrayList<>(this.channels);
		while (!open.isEmpty()) {
			try {
				Channel<Integer> channel = open.get(random.nextInt(open.size()));
				Duration timeout = Duration.ofNanos(random.nextLong(2_000_000));
				switch (random.nextInt(3)) {
					case 0 -> arrived(channel.tryReceive());
					case 1 -> arrived(channel.receive(timeout));
					default -> {
						ChannelSelect select = ChannelSelect.create();
						open.forEach((one) -> select.receive(one, this::arrived));
						select.await();
					}
				}
			}
			catch (ChannelClosedException ex) {
				open.remove(ex.channel());
			}
		}
	}

	private void arrived(Integer number) {
		if (number != null) {
			this.channelDeliveries.arrived(number);
		}
	}

	private void put(SplittableRandom random) throws InterruptedException {
		int number = this.conditionDeliveries.newNumber();
		if (this.queue.put(number, random.nextLong(2_000_000))) {
			this.conditionDeliveries.sent(number);
		}
	}

	private void take() throws InterruptedException {
		for (int number = this.queue.take(); number >= 0; number = this.queue.take()) {
			this.conditionDeliveries.arrived(number);
		}
	}

	private void lock(SplittableRandom random) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			int before = this.guarded;
			if (random.nextInt(8) == 0) {
				Coroutine.yield();
			}
			this.guarded = before + 1;
			this.expectedGuarded.incrementAndGet();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void enterSemaphore(SplittableRandom random) throws InterruptedException {
		this.semaphore.acquire();
		try {
			check(this.inSemaphore.incrementAndGet() <= PERMITS, "too many have a permit");
			Coroutine.yield();
			this.inSemaphore.decrementAndGet();
		}
		finally {
			this.semaphore.release();
		}
	}

	private void generate(SplittableRandom random) {
		int count = random.nextInt(20);
		int wanted = random.nextInt(20);
		SplittableRandom own = random.split();
		int seen = 0;
		try (Generator<Integer> numbers = Generator.of((emitter) -> {
			for (int i = 0; i < count; i++) {
				emitter.emit(i);
				if (own.nextInt(8) == 0) {
					sleepOrYield(own);
				}
			}
		})) {
			for (int number : numbers) {
				check(number == seen, "the generator leaves something out");
				if (++seen >= wanted) {
					break;
				}
			}
		}
		check(seen == Math.min(count, Math.max(wanted, 1)), "the generator has ended after " + seen);
	}

	private void transfer(SplittableRandom random) {
		int count = random.nextInt(1, 10);
		Coroutine inner = this.runtime.coroutine().create(() -> {
			for (int i = 1; i < count; i++) {
				this.transfers.incrementAndGet();
				Interruptible.run(Coroutine::suspend);
			}
			this.transfers.incrementAndGet();
		});
		this.expectedTransfers.addAndGet(count);
		for (int i = 0; i < count; i++) {
			check(!inner.isDone(), "it has ended before its time");
			inner.resume();
		}
		check(inner.isDone(), "it has not ended in time");
	}

	private void cancelOne(SplittableRandom random) throws InterruptedException {
		Semaphore closed = new Semaphore(0);
		ReentrantLock own = new ReentrantLock();
		List<Interruptible> endless = List.of(() -> Thread.sleep(Duration.ofHours(1)), this.unused::receive,
				closed::acquire, Coroutine::suspend,
				() -> ChannelSelect.create().receive(this.unused, this::arrived).await(Duration.ofHours(1)), () -> {
					own.lock();
					try {
						own.newCondition().await();
					}
					finally {
						own.unlock();
					}
				});
		Interruptible wait = endless.get(random.nextInt(endless.size()));
		this.expectedInterrupted.incrementAndGet();
		Coroutine waiter = start(() -> {
			try {
				wait.call();
			}
			catch (InterruptedException ex) {
				this.interrupted.incrementAndGet();
			}
		});
		try {
			if (random.nextBoolean()) {
				sleepOrYield(random);
			}
		}
		finally {
			waiter.cancel();
		}
		waiter.join();
	}

	private void startAndJoin(SplittableRandom random, int depth) throws InterruptedException {
		if (depth < MAX_DEPTH) {
			SplittableRandom own = random.split();
			Coroutine child = start(() -> work(own, depth + 1));
			if (random.nextBoolean()) {
				child.join();
				check(child.isDone(), "it is joined and has not ended");
			}
			else {
				child.join(Duration.ofNanos(random.nextLong(1_000_000)));
			}
		}
	}

	private static void check(boolean condition, String otherwise) {
		if (!condition) {
			throw new AssertionError(otherwise);
		}
	}

}
