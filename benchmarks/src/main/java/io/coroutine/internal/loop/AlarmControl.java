package io.coroutine.internal.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.timer.Timer;
import io.coroutine.internal.timer.TimerWheel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The broken control of {@link AlarmStress}: who calls the alarm off says so, and relies
 * on the loop to look before it puts it into the wheel. Some must be left there, or the
 * test could not show it.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "It was called off in time, and is in no wheel")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "It has gone off before, once, and is in no wheel")
@Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "It is left in the wheel")
@State
public class AlarmControl {

	private static final long LATER = System.nanoTime() + TimeUnit.DAYS.toNanos(1);

	private final TimerWheel wheel = new TimerWheel(AlarmStress.BEGIN);

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	private final CountedTimer timer = new CountedTimer();

	private volatile boolean cancelled;

	private int starts;

	/** Begins with the alarm set, and the loop asked to put it into the wheel. */
	public AlarmControl() {
		this.queue.add(() -> {
			if (!this.cancelled) {
				this.wheel.add(this.timer, LATER);
			}
		});
	}

	/** The thread that has set it. */
	@Actor
	public void owner() {
		this.cancelled = true;
	}

	/** The loop. */
	@Actor
	public void loop() {
		runQueue();
		this.wheel.fireDue(AlarmStress::fail);
	}

	private void runQueue() {
		for (Runnable next = this.queue.poll(); next != null; next = this.queue.poll()) {
			next.run();
		}
	}

	/**
	 * Let the loop do what is left, and look for the alarm.
	 * @param result the outcome
	 */
	@Arbiter
	public void outcome(II_Result result) {
		runQueue();
		result.r1 = this.wheel.size();
		result.r2 = this.starts;
	}

	/**
	 * The alarm, without a loop.
	 */
	private final class CountedTimer extends Timer {

		@Override
		protected void fire() {
			if (!AlarmControl.this.cancelled) {
				AlarmControl.this.starts++;
			}
		}

	}

}
