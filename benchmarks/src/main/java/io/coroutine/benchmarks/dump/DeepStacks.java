package io.coroutine.benchmarks.dump;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.WorkingFor;

/**
 * Coroutines that wait deep down, in so many different stacks.
 */
final class DeepStacks {

	private final IntConsumer[] steps = { this::validate, this::filter, this::dispatch, this::handle };

	private final CountDownLatch parked;

	private final int depth;

	private final int stacks;

	private final boolean requests;

	private volatile boolean free;

	DeepStacks(DumpOptions options) {
		this.parked = new CountDownLatch(options.coroutines());
		this.depth = options.depth();
		this.stacks = options.stacks();
		this.requests = options.requests();
	}

	/**
	 * Start all, and wait until each is at its end or one step before.
	 */
	void start(CoroutineRuntime runtime) throws InterruptedException {
		long count = this.parked.getCount();
		for (int i = 0; i < count; i++) {
			int stack = i % this.stacks;
			Runnable task = () -> step(this.depth + stack, stack);
			runtime.coroutine().inherit(false).start((this.requests) ? new Request(stack, i, task) : task);
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

	/**
	 * Runs on behalf of a request, of which there are as many kinds as stacks.
	 */
	private record Request(int kind, int number, Runnable task) implements Runnable, WorkReason {

		@Override
		public void run() {
			this.task.run();
		}

		@Override
		public WorkingFor describeWork() {
			return new WorkingFor("GET", "/" + Character.toString('a' + this.kind) + "/" + this.number, null);
		}

	}

}
