package io.coroutine.spring.resilience4j;

import io.coroutine.internal.loop.Alarm;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of a call in a thread that is no coroutine.
 * <p>
 * Its alarm goes off in a coroutine of its own. The lock, that of the deadline, decides
 * who comes first: {@link #end()}, after which the thread is not interrupted any more, or
 * the interrupt, which {@code end} then takes back. {@code passed} does not change after
 * that, so the owner may read it without the lock.
 */
final class ThreadDeadline implements CallDeadline {

	private static final CoroutineLocal<@Nullable ThreadDeadline> INNERMOST = CoroutineLocal.create();

	private final Thread owner = Thread.currentThread();

	private final @Nullable ThreadDeadline outer = INNERMOST.get();

	private final Alarm alarm;

	private boolean ended;

	private boolean passed;

	ThreadDeadline(Scheduler scheduler, long nanos) {
		this.alarm = scheduler.alarm(nanos, this::pass);
		INNERMOST.set(this);
	}

	private synchronized void pass() {
		if (!this.ended) {
			this.passed = true;
			this.owner.interrupt();
		}
	}

	private synchronized boolean isPassed() {
		return this.passed;
	}

	@Override
	public boolean end() {
		synchronized (this) {
			this.ended = true;
		}
		this.alarm.cancel();
		INNERMOST.set(this.outer);
		if (this.passed) {
			takeBackInterrupt();
		}
		return this.passed;
	}

	private void takeBackInterrupt() {
		boolean _ = Thread.interrupted();
		if (this.outer != null && this.outer.isPassed()) {
			// The two may have been one
			this.owner.interrupt();
		}
	}

}
