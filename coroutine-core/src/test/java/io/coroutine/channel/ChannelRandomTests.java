package io.coroutine.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;

import io.coroutine.EngineChoice;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import io.coroutine.test.Interruptible;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many send and receive in all ways while they are interrupted and time out all the time.
 * What was sent arrives once, what was not never, and order is kept.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class ChannelRandomTests extends EngineContract {

	private static final int ROUNDS = 10;

	private static final int SENDERS = 12;

	private static final int EACH = 400;

	private final long seed = new Random().nextLong();

	private final SplittableRandom random = new SplittableRandom(this.seed);

	@Test
	void whenWaitersAreInterruptedAndTimeOutThenNothingIsLostOrDoubled() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			new Round(i % 2 == 1).run();
		}
	}

	/**
	 * Some channels, those who send and receive, and one who disturbs them.
	 */
	private final class Round {

		private final List<Channel<Integer>> channels = new ArrayList<>();

		private final AtomicIntegerArray sent = new AtomicIntegerArray(SENDERS * EACH);

		private final AtomicIntegerArray received = new AtomicIntegerArray(SENDERS * EACH);

		private final AtomicBoolean ended = new AtomicBoolean();

		private final boolean closeEarly;

		Round(boolean closeEarly) {
			this.closeEarly = closeEarly;
			for (int i = 0; i < 3; i++) {
				this.channels.add(Channel.ofCapacity(ChannelRandomTests.this.random.nextInt(4)));
			}
		}

		void run() throws Exception {
			List<Thread> threads = new ArrayList<>();
			List<Future<Void>> senders = new ArrayList<>();
			List<Future<Void>> receivers = new ArrayList<>();
			for (int i = 0; i < SENDERS; i++) {
				int number = i;
				SplittableRandom own = ChannelRandomTests.this.random.split();
				senders.add(start(threads, i, () -> send(number, own)));
			}
			for (int i = 0; i < SENDERS; i++) {
				SplittableRandom own = ChannelRandomTests.this.random.split();
				receivers.add(start(threads, i, () -> receive(own)));
			}
			SplittableRandom own = ChannelRandomTests.this.random.split();
			Future<Void> disturber = start(new ArrayList<>(), 1, () -> disturb(threads, own));
			for (Future<Void> sender : senders) {
				Eventually.get(sender);
			}
			this.channels.forEach(Channel::close);
			for (Future<Void> receiver : receivers) {
				Eventually.get(receiver);
			}
			this.ended.set(true);
			Eventually.get(disturber);
			for (int i = 0; i < SENDERS * EACH; i++) {
				assertThat(this.received.get(i))
					.as("arrivals of %d, sent %d times; seed %d", i, this.sent.get(i), ChannelRandomTests.this.seed)
					.isEqualTo(this.sent.get(i));
			}
			assertThat(this.channels)
				.allSatisfy((channel) -> assertThat(channel.toString()).as("seed %d", ChannelRandomTests.this.seed)
					.contains("[0 of ")
					.contains("0 senders and 0 receivers wait"));
		}

		/**
		 * Start a coroutine, or each fourth time a plain thread.
		 */
		private Future<Void> start(List<Thread> threads, int number, Interruptible body) throws Exception {
			FutureTask<Thread> self = new FutureTask<>(Thread::currentThread);
			FutureTask<Void> task = new FutureTask<>(() -> {
				self.run();
				body.call();
				return null;
			});
			if (number % 4 == 0) {
				Thread.ofPlatform().daemon().start(task);
			}
			else {
				ChannelRandomTests.this.runtime.start(task);
			}
			threads.add(Eventually.get(self));
			return task;
		}

		private void send(int sender, RandomGenerator own) {
			for (int i = 0; i < EACH; i++) {
				int element = sender * EACH + i;
				Channel<Integer> channel = this.channels.get(own.nextInt(this.channels.size()));
				try {
					if (send(channel, element, own)) {
						this.sent.incrementAndGet(element);
					}
				}
				catch (InterruptedException | ChannelClosedException ex) {
					// Not sent
				}
				if (this.closeEarly && sender == 0 && i == EACH / 2) {
					channel.close();
				}
			}
		}

		private boolean send(Channel<Integer> channel, int element, RandomGenerator own) throws InterruptedException {
			Duration timeout = Duration.ofNanos(own.nextLong(-10_000, 300_000));
			return switch (own.nextInt(5)) {
				case 0 -> channel.trySend(element);
				case 1 -> channel.send(element, timeout);
				case 2 -> select(channel, element, own).await(timeout);
				case 3 -> {
					select(channel, element, own).await();
					yield true;
				}
				default -> {
					channel.send(element);
					yield true;
				}
			};
		}

		/**
		 * Send to one of two channels.
		 */
		private ChannelSelect select(Channel<Integer> channel, int element, RandomGenerator own) {
			Channel<Integer> other = this.channels.get(own.nextInt(this.channels.size()));
			return ChannelSelect.create().send(channel, element, (sent) -> {
			}).send(other, element, (sent) -> {
			});
		}

		private void receive(RandomGenerator own) {
			List<Channel<Integer>> open = new ArrayList<>(this.channels);
			int[][] last = new int[this.channels.size()][SENDERS];
			while (!open.isEmpty()) {
				try {
					receive(open, own, last);
				}
				catch (InterruptedException ex) {
					// Nothing received
				}
				catch (ChannelClosedException ex) {
					open.remove(ex.channel());
				}
			}
		}

		private void receive(List<Channel<Integer>> open, RandomGenerator own, int[][] last)
				throws InterruptedException {
			Channel<Integer> channel = open.get(own.nextInt(open.size()));
			Duration timeout = Duration.ofNanos(own.nextLong(-10_000, 300_000));
			switch (own.nextInt(4)) {
				case 0 -> arrived(channel, channel.tryReceive(), last);
				case 1 -> arrived(channel, channel.receive(timeout), last);
				case 2 -> {
					ChannelSelect select = ChannelSelect.create();
					open.forEach((one) -> select.receive(one, (element) -> arrived(one, element, last)));
					select.await();
				}
				default -> {
					ChannelSelect select = ChannelSelect.create();
					open.forEach((one) -> select.receive(one, (element) -> arrived(one, element, last)));
					select.await(timeout);
				}
			}
		}

		private void arrived(Channel<Integer> channel, Integer element, int[][] last) {
			if (element != null) {
				this.received.incrementAndGet(element);
				int[] ofSenders = last[this.channels.indexOf(channel)];
				int sender = element / EACH;
				assertThat(element + 1)
					.as("order of the elements of sender %d; seed %d", sender, ChannelRandomTests.this.seed)
					.isGreaterThan(ofSenders[sender]);
				ofSenders[sender] = element + 1;
			}
		}

		private void disturb(List<Thread> threads, RandomGenerator own) throws InterruptedException {
			while (!this.ended.get()) {
				threads.get(own.nextInt(threads.size())).interrupt();
				Thread.sleep(Duration.ofNanos(own.nextInt(200_000)));
			}
		}

	}

}
