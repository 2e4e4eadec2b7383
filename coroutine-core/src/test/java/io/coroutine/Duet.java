package io.coroutine;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.channel.Channel;
import io.coroutine.test.Interruptible;

/**
 * Two coroutines that wake each other, in one of several ways, until they are closed. One
 * of them can run at any time.
 */
final class Duet implements AutoCloseable {

	private final Channel<Integer> there = Channel.ofCapacity(0);

	private final Channel<Integer> back = Channel.ofCapacity(0);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition turnChanged = this.lock.newCondition();

	private int turn;

	private volatile boolean closed;

	private final AtomicLong turns = new AtomicLong();

	private final List<Coroutine> players;

	Duet(CoroutineRuntime runtime, Means means) {
		this.players = switch (means) {
			case CONDITION -> List.of(runtime.start(() -> signal(0)), runtime.start(() -> signal(1)));
			case CHANNEL -> List.of(runtime.start(this::call), runtime.start(this::answer));
			case TRANSFER -> {
				Coroutine inner = runtime.coroutine().create(this::suspend);
				yield List.of(inner, runtime.start(() -> resume(inner)));
			}
		};
	}

	private void signal(int own) {
		this.lock.lock();
		try {
			while (!this.closed) {
				while (this.turn != own && !this.closed) {
					this.turnChanged.awaitUninterruptibly();
				}
				this.turn = 1 - own;
				this.turns.incrementAndGet();
				this.turnChanged.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void call() {
		Interruptible.run(() -> {
			while (!this.closed) {
				this.there.send(1);
				this.turns.addAndGet(this.back.receive());
			}
			this.there.close();
		});
	}

	private void answer() {
		this.there.forEach((element) -> Interruptible.run(() -> this.back.send(element)));
	}

	private void suspend() {
		while (!this.closed) {
			Interruptible.run(Coroutine::suspend);
		}
	}

	private void resume(Coroutine inner) {
		while (!inner.isDone()) {
			inner.resume();
			this.turns.incrementAndGet();
		}
	}

	long turns() {
		return this.turns.get();
	}

	@Override
	public void close() throws InterruptedException {
		this.closed = true;
		for (Coroutine player : this.players) {
			player.join();
		}
	}

	enum Means {

		CONDITION, CHANNEL, TRANSFER

	}

}
