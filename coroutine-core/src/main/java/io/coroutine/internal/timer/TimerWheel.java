package io.coroutine.internal.timer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.coroutine.internal.jdk.Literals;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timer wheel: six levels of 64 slots, the lowest of one millisecond each
 * (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987, scheme 7). To add
 * and to remove cost the same however many timers there are; a timer moves down a level
 * at most five times. A bitmap per level finds the next slot in use, so nothing ticks
 * while no timer is due.
 * <p>
 * Confined to the event loop that owns it. Time comes from {@link System#nanoTime()}, so
 * a step of the wall clock changes nothing. A timer never fires early, and late by less
 * than one millisecond plus what the loop is busy with.
 */
public final class TimerWheel {

	private static final String NOT_FIRED = Literals.made("Timers could not be fired");

	private static final String TIMER_FAILED = Literals.made("A timer failed");

	private static final int LEVELS = 6;

	private static final int SLOT_BITS = 6;

	private static final int SLOTS = 1 << SLOT_BITS;

	private static final long MAX_TICKS = (1L << (LEVELS * SLOT_BITS)) - 1;

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final VarHandle SIZE;

	static {
		try {
			SIZE = MethodHandles.lookup().findVarHandle(TimerWheel.class, "size", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final long startNanos;

	private final @Nullable Timer[] slots = new @Nullable Timer[LEVELS * SLOTS];

	private final long[] occupied = new long[LEVELS];

	private long currentTick;

	private int size;

	public TimerWheel(long nowNanos) {
		this.startNanos = nowNanos;
	}

	/**
	 * Return how many timers there are. Any thread may ask.
	 */
	public int size() {
		return (int) SIZE.getOpaque(this);
	}

	private void resize(int change) {
		SIZE.setOpaque(this, this.size + change);
	}

	/**
	 * Add a timer that is not in a wheel.
	 * @param deadlineNanos when it fires, as {@link System#nanoTime()}
	 */
	public void add(Timer timer, long deadlineNanos) {
		assert timer.position == Timer.NOT_SCHEDULED;
		long ticks = Math.ceilDiv(Math.max(deadlineNanos - this.startNanos, 0), TICK_NANOS);
		timer.tick = Math.clamp(ticks, this.currentTick + 1, this.currentTick + MAX_TICKS);
		insert(timer);
		resize(1);
	}

	/**
	 * Remove a timer of this wheel.
	 */
	public void remove(Timer timer) {
		if (timer.position != Timer.NOT_SCHEDULED) {
			unlink(timer);
			resize(-1);
		}
	}

	/**
	 * Return how long until a timer may be due.
	 * @return milliseconds, rounded up; 0 if one is due; -1 if there is no timer
	 */
	public int millisToNext(long nowNanos) {
		long tick = nextTick();
		if (tick < 0) {
			return -1;
		}
		long nanos = tick * TICK_NANOS - (nowNanos - this.startNanos);
		return (nanos <= 0) ? 0 : (int) Math.min(Math.ceilDiv(nanos, TICK_NANOS), Integer.MAX_VALUE);
	}

	/**
	 * Tell whether the wheel has something to do. The watchdog asks while a coroutine
	 * occupies the loop, which it has seen by a volatile read, so the wheel seldom moves
	 * meanwhile. If it does the answer may be wrong: too late by one look, or early.
	 */
	public boolean isDue(long nowNanos) {
		return size() > 0 && millisToNext(nowNanos) == 0;
	}

	/**
	 * Remove the timers that are due, and fire them.
	 * @param failures told what has failed, and why
	 */
	public void fireDue(BiConsumer<String, Throwable> failures) {
		if (this.size == 0) {
			return;
		}
		try {
			for (Timer timer : expire(System.nanoTime())) {
				fire(timer, failures);
			}
		}
		catch (OutOfMemoryError ex) {
			failures.accept(NOT_FIRED, ex);
		}
	}

	private static void fire(Timer timer, BiConsumer<String, Throwable> failures) {
		try {
			timer.fire();
		}
		catch (RuntimeException | Error ex) {
			failures.accept(TIMER_FAILED, ex);
		}
	}

	/**
	 * Remove all timers, and tell them that they do not fire any more.
	 */
	public void end() {
		for (int position = 0; position < this.slots.length; position++) {
			for (Timer timer = this.slots[position]; timer != null; timer = this.slots[position]) {
				remove(timer);
				timer.wheelEnded();
			}
		}
	}

	/**
	 * Remove the timers that are due.
	 * @return them, in the order of their time
	 */
	List<Timer> expire(long nowNanos) {
		long nowTick = (nowNanos - this.startNanos) / TICK_NANOS;
		List<Timer> due = List.of();
		for (long tick = nextTick(); tick >= 0 && tick <= nowTick; tick = nextTick()) {
			this.currentTick = tick;
			due = (due.isEmpty()) ? new ArrayList<>() : due;
			takeDueOrMoveDown(due);
		}
		this.currentTick = Math.max(this.currentTick, nowTick);
		return due;
	}

	/**
	 * All slots that begin at the current tick: those of the lowest level are due, the
	 * timers of the others move down.
	 */
	private void takeDueOrMoveDown(List<Timer> due) {
		for (int level = LEVELS - 1; level >= 0; level--) {
			if ((this.currentTick & ((1L << (level * SLOT_BITS)) - 1)) != 0) {
				continue;
			}
			int position = level * SLOTS + slot(this.currentTick, level);
			for (Timer timer = this.slots[position]; timer != null; timer = this.slots[position]) {
				unlink(timer);
				if (timer.tick <= this.currentTick) {
					resize(-1);
					due.add(timer);
				}
				else {
					insert(timer);
				}
			}
		}
	}

	/**
	 * Return the first tick after the current one at which a slot in use begins, or -1.
	 */
	private long nextTick() {
		long first = -1;
		for (int level = 0; level < LEVELS; level++) {
			long bits = this.occupied[level];
			if (bits != 0) {
				int shift = level * SLOT_BITS;
				long position = this.currentTick >> shift;
				int ahead = Long.numberOfTrailingZeros(Long.rotateRight(bits, (int) ((position + 1) & (SLOTS - 1))));
				long tick = (position + 1 + ahead) << shift;
				first = (first < 0) ? tick : Math.min(first, tick);
			}
		}
		return first;
	}

	private void insert(Timer timer) {
		long distance = (this.currentTick ^ timer.tick) | (SLOTS - 1);
		int level = Math.min((Long.SIZE - 1 - Long.numberOfLeadingZeros(distance)) / SLOT_BITS, LEVELS - 1);
		int slot = slot(timer.tick, level);
		timer.position = level * SLOTS + slot;
		Timer head = this.slots[timer.position];
		timer.next = head;
		if (head != null) {
			head.previous = timer;
		}
		this.slots[timer.position] = timer;
		this.occupied[level] |= 1L << slot;
	}

	private void unlink(Timer timer) {
		if (timer.previous != null) {
			timer.previous.next = timer.next;
		}
		else {
			this.slots[timer.position] = timer.next;
			if (timer.next == null) {
				this.occupied[timer.position / SLOTS] &= ~(1L << (timer.position % SLOTS));
			}
		}
		if (timer.next != null) {
			timer.next.previous = timer.previous;
		}
		timer.previous = null;
		timer.next = null;
		timer.position = Timer.NOT_SCHEDULED;
	}

	private static int slot(long tick, int level) {
		return (int) (tick >>> (level * SLOT_BITS)) & (SLOTS - 1);
	}

}
