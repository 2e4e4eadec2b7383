package io.coroutine.test;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts how often each of many numbered things was sent, and how often it has arrived.
 */
public final class Deliveries {

	private static final int LIMIT = 1 << 19;

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicIntegerArray sent = new AtomicIntegerArray(LIMIT);

	private final AtomicIntegerArray arrived = new AtomicIntegerArray(LIMIT);

	public int newNumber() {
		return this.next.getAndIncrement();
	}

	public void sent(int number) {
		this.sent.incrementAndGet(number);
	}

	public void arrived(int number) {
		this.arrived.incrementAndGet(number);
	}

	/**
	 * Return a number that was not delivered as often as it was sent, or sent twice.
	 * @return the number, or -1 if there is none
	 */
	public int firstWrong() {
		for (int i = 0; i < this.next.get(); i++) {
			if (this.sent.get(i) != this.arrived.get(i) || this.sent.get(i) > 1) {
				return i;
			}
		}
		return -1;
	}

	public int total() {
		return this.next.get();
	}

	@Override
	public String toString() {
		int wrong = firstWrong();
		return (wrong < 0) ? total() + " as they should be" : "number " + wrong + " was sent " + this.sent.get(wrong)
				+ " times and has arrived " + this.arrived.get(wrong) + " times";
	}

}
