package io.coroutine.internal.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.timer.TimerWheel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * An alarm is called off by another thread, while its loop puts it into the wheel and
 * looks what is due.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "It was called off in time, and is in no wheel")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "It has gone off before, once, and is in no wheel")
@Outcome(expect = Expect.FORBIDDEN, desc = "It is left in the wheel, or has gone off twice")
@State
public class AlarmStress {

	/** When the wheel begins. */
	static final long BEGIN = System.nanoTime() - TimeUnit.MINUTES.toNanos(2);

	/** When the alarm goes off, which is over. */
	private static final long DUE = System.nanoTime() - TimeUnit.MINUTES.toNanos(1);

	@SuppressWarnings("NullAway")
	private static final EventLoop NO_LOOP = null;

	private final TimerWheel wheel = new TimerWheel(BEGIN);

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	private final QueuedAlarm alarm = new QueuedAlarm();

	private int starts;

	/** Begins with the alarm set, and the loop asked to put it into the wheel. */
	public AlarmStress() {
		this.queue.add(() -> this.alarm.addTo(NO_LOOP, DUE));
	}

	/** The thread that has set it. */
	@Actor
	public void owner() {
		this.alarm.cancel();
	}

	/** The loop. */
	@Actor
	public void loop() {
		runQueue();
		this.wheel.fireDue(AlarmStress::fail);
		runQueue();
	}

	static void fail(String what, Throwable failure) {
		throw new AssertionError(what, failure);
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
	 * The alarm, with a wheel and a queue instead of a loop.
	 */
	private final class QueuedAlarm extends LoopAlarm {

		@SuppressWarnings("NullAway")
		QueuedAlarm() {
			super(null, NO_LOOP, () -> {
			});
		}

		@Override
		void insert(EventLoop loop, long deadlineNanos) {
			AlarmStress.this.wheel.add(this, deadlineNanos);
		}

		@Override
		void start(Runnable due) {
			AlarmStress.this.starts++;
		}

		@Override
		void remove(EventLoop loop) {
			AlarmStress.this.queue.add(() -> AlarmStress.this.wheel.remove(this));
		}

	}

}
