package io.coroutine.spring.resilience4j;

import java.time.Duration;

import io.coroutine.internal.inspect.OwnerInterrupt;
import io.coroutine.internal.loop.Alarm;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of a call in a thread that is no coroutine.
 * <p>
 * Its alarm goes off in a coroutine of its own, which interrupts the thread when it waits
 * and that harms nobody, see {@link OwnerInterrupt}. The lock of the deadline decides who
 * comes first: {@link #end()}, or the passing.
 */
final class ThreadDeadline implements CallDeadline {

	private static final CoroutineLocal<@Nullable ThreadDeadline> INNERMOST = CoroutineLocal.create();

	private static final Duration GRACE = Duration.ofSeconds(1);

	private final OwnerInterrupt interrupt = new OwnerInterrupt();

	private final @Nullable ThreadDeadline outer = INNERMOST.get();

	private final Alarm alarm;

	private boolean ended;

	private boolean passed;

	ThreadDeadline(Scheduler scheduler, long nanos) {
		this.alarm = scheduler.alarm(nanos, this::pass);
		INNERMOST.set(this);
	}

	private void pass() {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.passed = true;
		}
		this.interrupt.sendUntilEnd(GRACE);
	}

	@Override
	public boolean end() {
		boolean late;
		synchronized (this) {
			this.ended = true;
			late = this.passed;
		}
		boolean takeBack = this.interrupt.end();
		this.alarm.cancel();
		INNERMOST.set(this.outer);
		if (takeBack) {
			boolean _ = Thread.interrupted();
		}
		for (ThreadDeadline around = this.outer; takeBack && around != null; around = around.outer) {
			// This may have taken their interrupts for its own
			around.interrupt.again();
		}
		return late;
	}

}
