package io.coroutine.internal.loop;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.coroutine.internal.linux.EventFd;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Work is submitted while the loop finds none and goes to sleep.
 */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The loop has seen the work, or was woken")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The loop sleeps, and the work waits for ever")
@State
public class SleepGateStress {

	/** Never signalled: that would be a system call for each sample. */
	private static final EventFd UNUSED = open();

	private final RunQueue queue = new RunQueue();

	private final CountingGate gate = new CountingGate();

	private boolean seen;

	/** The carrier of the loop. */
	@Actor
	public void carrier() {
		this.gate.begin(true);
		this.seen = !this.queue.isEmpty();
	}

	/** Any thread. */
	@Actor
	public void submitter() {
		this.queue.offer(this);
		this.gate.wake();
	}

	/**
	 * Look whether the loop sleeps with work in its queue.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(I_Result result) {
		result.r1 = (this.seen || this.gate.signals == 1) ? 1 : 0;
	}

	private static EventFd open() {
		try {
			return EventFd.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The gate, its signals counted.
	 */
	private static final class CountingGate extends SleepGate {

		private int signals;

		CountingGate() {
			super(UNUSED);
		}

		@Override
		void signal() {
			this.signals++;
		}

	}

}
