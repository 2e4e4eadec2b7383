package io.coroutine.benchmarks.micro;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/**
 * Two threads hand a value to and fro, by whatever can send and receive.
 */
final class Messages {

	private Messages() {
	}

	static void handToAndFro(Executor threads, Sender sendThere, Receiver receiveThere, Sender sendBack,
			Receiver receiveBack, int rounds) {
		CountDownLatch done = new CountDownLatch(1);
		Threads.run(threads, () -> {
			threads.execute(() -> {
				answer(receiveThere, sendBack, rounds);
				done.countDown();
			});
			ask(sendThere, receiveBack, rounds);
		});
		Threads.await(done);
	}

	private static void ask(Sender send, Receiver receive, int rounds) {
		try {
			int value = 0;
			for (int i = 0; i < rounds; i++) {
				send.send(value);
				value = receive.receive();
			}
			if (value != rounds) {
				throw new IllegalStateException("A value was lost");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Nobody interrupts", ex);
		}
	}

	private static void answer(Receiver receive, Sender send, int rounds) {
		try {
			for (int i = 0; i < rounds; i++) {
				send.send(receive.receive() + 1);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Nobody interrupts", ex);
		}
	}

	/**
	 * Waits for a receiver.
	 */
	interface Sender {

		void send(Integer value) throws InterruptedException;

	}

	/**
	 * Waits for a sender.
	 */
	interface Receiver {

		Integer receive() throws InterruptedException;

	}

}
