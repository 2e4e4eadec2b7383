package io.coroutine.benchmarks.dump;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

import io.coroutine.CoroutineRuntime;

/**
 * Coroutines that wait deep down, in so many different stacks.
 */
final class DeepStacks {

	private final IntConsumer[] steps = { this::validate, this::filter, this::dispatch, this::handle };

	private final CountDownLatch parked;

	private final int depth;

	private final int stacks;

	private volatile boolean free;

	DeepStacks(DumpOptions options) {
		this.parked = new CountDownLatch(options.coroutines());
		this.depth = options.depth();
		this.stacks = options.stacks();
	}

	/**
	 * Start all, and wait until each is at its end or one step before.
	 */
	void start(CoroutineRuntime runtime) throws InterruptedException {
		long count = this.parked.getCount();
		for (int i = 0; i < count; i++) {
			int stack = i % this.stacks;
			runtime.coroutine().inherit(false).start(() -> step(this.depth + stack, stack));
		}
		this.parked.await();
	}

	/**
	 * Have all end.
	 */
	void end(CoroutineRuntime runtime) {
		this.free = true;
		runtime.coroutines().toList().forEach((info) -> runtime.find(info.id()).ifPresent((found) -> found.cancel()));
	}

	private void step(int left, int kind) {
		if (left > 1) {
			// Two frames each
			this.steps[(left + kind) % this.steps.length].accept((left - 2) * this.stacks + kind);
		}
		else {
			await();
		}
	}

	private void await() {
		this.parked.countDown();
		while (!this.free) {
			LockSupport.park();
		}
	}

	private void validate(int state) {
		step(state / this.stacks, state % this.stacks);
	}

	private void filter(int state) {
		step(state / this.stacks, state % this.stacks);
	}

	private void dispatch(int state) {
		step(state / this.stacks, state % this.stacks);
	}

	private void handle(int state) {
		step(state / this.stacks, state % this.stacks);
	}

}
