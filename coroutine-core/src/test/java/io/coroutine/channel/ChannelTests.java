package io.coroutine.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import io.coroutine.EngineChoice;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import io.coroutine.test.Interruptible;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Channels between coroutines and plain threads, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class ChannelTests extends EngineContract {

	@Test
	void whenThereIsRoomThenSendingDoesNotWait() throws Exception {
		Channel<String> channel = Channel.ofCapacity(2);
		channel.send("a");
		assertThat(channel.trySend("b")).isTrue();
		assertThat(channel.trySend("c")).isFalse();
		assertThat(channel.size()).isEqualTo(2);
		assertThat(channel.capacity()).isEqualTo(2);
		assertThat(channel.toString()).matches("Channel@[0-9a-f]+\\[2 of 2 elements, 0 senders and 0 receivers wait]");
		assertThat(channel.receive()).isEqualTo("a");
		assertThat(channel.tryReceive()).isEqualTo("b");
		assertThat(channel.tryReceive()).isNull();
	}

	@Test
	void whenSenderWaitsThenItGoesOnOnceThereIsRoomAndKeepsItsPlace() throws Exception {
		Channel<String> channel = Channel.ofCapacity(1);
		channel.send("a");
		Coroutine sender = this.runtime.start(() -> send(channel, "b"));
		awaitSenders(channel, 1);
		assertThat(channel.receive()).isEqualTo("a");
		// The room went to the one that has waited
		assertThat(channel.trySend("c")).isFalse();
		assertThat(channel.receive()).isEqualTo("b");
		assertThat(sender.join(LONG)).isTrue();
	}

	@Test
	void whenReceiverWaitsThenItGetsTheElementThatIsSent() throws Exception {
		Channel<String> channel = Channel.ofCapacity(1);
		Future<String> received = this.runtime.submit(channel::receive);
		awaitReceivers(channel, 1);
		channel.send("a");
		assertThat(channel.size()).isZero();
		assertThat(Eventually.get(received)).isEqualTo("a");
	}

	@Test
	void whenCapacityIsZeroThenSenderAndReceiverMeet() throws Exception {
		Channel<String> channel = Channel.ofCapacity(0);
		assertThat(channel.trySend("a")).isFalse();
		assertThat(channel.tryReceive()).isNull();
		Coroutine sender = this.runtime.start(() -> send(channel, "b"));
		awaitSenders(channel, 1);
		assertThat(sender.isDone()).isFalse();
		assertThat(channel.tryReceive()).isEqualTo("b");
		assertThat(sender.join(LONG)).isTrue();
		Future<String> received = this.runtime.submit(channel::receive);
		awaitReceivers(channel, 1);
		assertThat(channel.trySend("c")).isTrue();
		assertThat(Eventually.get(received)).isEqualTo("c");
	}

	@Test
	void whenPlainThreadsSendAndReceiveThenTheyBlock() throws Exception {
		Channel<Integer> channel = Channel.ofCapacity(0);
		FutureTask<Integer> sum = new FutureTask<>(() -> {
			int total = 0;
			for (int element : channel) {
				total += element;
			}
			return total;
		});
		Thread.ofPlatform().start(sum);
		FutureTask<Void> sending = new FutureTask<>(() -> {
			for (int i = 1; i <= 1_000; i++) {
				channel.send(i);
			}
			return null;
		});
		Thread.ofPlatform().start(sending);
		Eventually.get(sending);
		channel.close();
		assertThat(Eventually.get(sum)).isEqualTo(500_500);
	}

	@Test
	void whenThreadAndCoroutineUseTheSameChannelThenEachServesTheOther() throws Exception {
		Channel<Integer> requests = Channel.ofCapacity(0);
		Channel<Integer> answers = Channel.ofCapacity(0);
		Coroutine server = this.runtime.start(() -> requests.forEach((request) -> send(answers, 2 * request)));
		for (int i = 0; i < 1_000; i++) {
			requests.send(i);
			assertThat(answers.receive()).isEqualTo(2 * i);
		}
		requests.close();
		assertThat(server.join(LONG)).isTrue();
	}

	@Test
	void whenSeveralWaitThenTheyAreServedInOrder() throws Exception {
		int count = 50;
		Channel<Integer> channel = Channel.ofCapacity(0);
		List<Coroutine> senders = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int number = i;
			senders.add(this.runtime.start(() -> send(channel, number)));
			awaitSenders(channel, i + 1);
		}
		for (int i = 0; i < count; i++) {
			assertThat(channel.receive()).isEqualTo(i);
		}
		List<Future<Integer>> receivers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			receivers.add(this.runtime.submit(channel::receive));
			awaitReceivers(channel, i + 1);
		}
		for (int i = 0; i < count; i++) {
			channel.send(i);
		}
		for (int i = 0; i < count; i++) {
			assertThat(Eventually.get(receivers.get(i))).isEqualTo(i);
			assertThat(senders.get(i).join(LONG)).isTrue();
		}
	}

	@Test
	void whenTimeIsUpThenNothingIsSentOrReceived() throws Exception {
		Channel<String> channel = Channel.ofCapacity(1);
		assertThat(channel.receive(SHORT)).isNull();
		assertThat(channel.send("a", SHORT)).isTrue();
		assertThat(channel.send("b", SHORT)).isFalse();
		assertThat(channel.send("b", Duration.ZERO)).isFalse();
		assertThat(channel.send("b", Duration.ofNanos(-1))).isFalse();
		assertThat(channel.receive(Duration.ofSeconds(-1))).isEqualTo("a");
		assertThat(channel.receive(Duration.ofSeconds(-1))).isNull();
		assertThat(channel.toString()).contains("0 senders and 0 receivers wait");
	}

	@Test
	void whenCoroutinesTimeOutThenTheyLeaveNothingBehind() throws Exception {
		Channel<String> channel = Channel.ofCapacity(0);
		Future<Boolean> sent = this.runtime.submit(() -> channel.send("a", SHORT));
		assertThat(Eventually.get(sent)).isFalse();
		Future<String> received = this.runtime.submit(() -> channel.receive(SHORT));
		assertThat(Eventually.get(received)).isNull();
		assertThat(channel.toString()).contains("0 senders and 0 receivers wait");
	}

	@Test
	void whenServedBeforeTheTimeIsUpThenTimedOperationsSucceed() throws Exception {
		Channel<String> channel = Channel.ofCapacity(0);
		Future<Boolean> sent = this.runtime.submit(() -> channel.send("a", LONG));
		assertThat(channel.receive(LONG)).isEqualTo("a");
		assertThat(Eventually.get(sent)).isTrue();
		// As good as without limit, and no overflow
		Future<String> received = this.runtime.submit(() -> channel.receive(Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(channel.send("b", Duration.ofDays(365 * 200))).isTrue();
		assertThat(Eventually.get(received)).isEqualTo("b");
	}

	@Test
	void whenClosedThenWhatIsInCanBeReceivedAndThenItSaysSo() throws Exception {
		Channel<String> channel = Channel.ofCapacity(2);
		channel.send("a");
		channel.send("b");
		channel.close();
		channel.close();
		assertThat(channel.isClosed()).isTrue();
		assertThat(channel.toString())
			.matches("Channel@[0-9a-f]+\\[2 of 2 elements, 0 senders and 0 receivers wait, closed]");
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> channel.send("c"))
			.withMessage("The channel is closed: the element was not sent")
			.satisfies((ex) -> assertThat(ex.channel()).isSameAs(channel));
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> channel.trySend("c"));
		assertThat(channel.receive()).isEqualTo("a");
		assertThat(channel.tryReceive()).isEqualTo("b");
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(channel::receive)
			.withMessage("The channel is closed and has no more elements");
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(channel::tryReceive);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> channel.receive(SHORT));
	}

	@Test
	void whenClosedWhileSomeWaitThenTheyAreToldAndNothingIsSent() throws Exception {
		Channel<String> full = Channel.ofCapacity(1);
		full.send("a");
		Future<Boolean> sent = this.runtime.submit(() -> full.send("b", LONG));
		awaitSenders(full, 1);
		full.close();
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> Eventually.get(sent));
		assertThat(full).containsExactly("a");
		Channel<String> empty = Channel.ofCapacity(1);
		Future<String> received = this.runtime.submit(empty::receive);
		awaitReceivers(empty, 1);
		empty.close();
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> Eventually.get(received));
	}

	@Test
	void whenElementIsNullThenFailureSaysWhatToDo() {
		Channel<String> channel = Channel.ofCapacity(1);
		assertThatNullPointerException().isThrownBy(() -> channel.send(null)).withMessageContaining("close it");
		assertThatNullPointerException().isThrownBy(() -> channel.trySend(null));
		assertThatNullPointerException().isThrownBy(() -> channel.send("a", null)).withMessageContaining("time-out");
		assertThat(channel.size()).isZero();
	}

	@Test
	void whenCapacityIsNegativeThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Channel.ofCapacity(-1)).withMessageContaining("not -1");
	}

	@Test
	void whenWaiterIsCancelledThenItIsInterruptedAndTakesNothing() throws Exception {
		Channel<String> channel = Channel.ofCapacity(0);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Coroutine receiver = this.runtime.start(() -> {
			try {
				channel.receive();
			}
			catch (InterruptedException ex) {
				failure.set(ex);
			}
		});
		awaitReceivers(channel, 1);
		receiver.cancel();
		assertThat(receiver.join(LONG)).isTrue();
		assertThat(failure.get()).isInstanceOf(InterruptedException.class);
		assertThat(channel.toString()).contains("0 senders and 0 receivers wait");
		assertThat(channel.trySend("a")).isFalse();
	}

	@Test
	void whenInterruptedBeforeThenWaitingOperationsThrowAndOthersDoNot() throws Exception {
		Channel<String> channel = Channel.ofCapacity(1);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> channel.send("a"));
		Thread.currentThread().interrupt();
		assertThat(channel.trySend("b")).isTrue();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(channel::receive);
		assertThat(channel.receive()).isEqualTo("b");
	}

	@Test
	void whenIteratedThenElementsComeUntilItIsClosed() throws Exception {
		Channel<Integer> channel = Channel.ofCapacity(3);
		List<Integer> received = Collections.synchronizedList(new ArrayList<>());
		Coroutine consumer = this.runtime.start(() -> channel.forEach(received::add));
		for (int i = 0; i < 10; i++) {
			channel.send(i);
		}
		channel.close();
		assertThat(consumer.join(LONG)).isTrue();
		assertThat(received).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
		Iterator<Integer> ended = channel.iterator();
		assertThat(ended.hasNext()).isFalse();
		assertThat(ended.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(ended::next);
	}

	@Test
	void whenIterationIsCancelledThenItThrowsAndTheCallerStaysInterrupted() throws Exception {
		Channel<Integer> channel = Channel.ofCapacity(0);
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		Future<Void> consumer = this.runtime.submit(() -> {
			try {
				channel.forEach((element) -> {
				});
			}
			finally {
				interrupted.set(Thread.currentThread().isInterrupted());
			}
			return null;
		});
		awaitReceivers(channel, 1);
		Scheduler.behind(this.runtime).live().forEach((fiber) -> fiber.thread().interrupt());
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> Eventually.get(consumer))
			.withMessageContaining("interrupted");
		assertThat(interrupted).hasValue(true);
	}

	@Test
	void whenManySendAndReceiveThenEachElementArrivesOnceAndInTheOrderOfItsSender() throws Exception {
		int senders = 8;
		int each = 2_000;
		Channel<int[]> channel = Channel.ofCapacity(4);
		List<Coroutine> sending = new ArrayList<>();
		for (int i = 0; i < senders; i++) {
			int sender = i;
			sending.add(this.runtime.start(() -> {
				for (int number = 0; number < each; number++) {
					send(channel, new int[] { sender, number });
				}
			}));
		}
		List<Future<int[]>> receiving = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			receiving.add(this.runtime.submit(() -> {
				int[] last = new int[senders + 1];
				for (int[] element : channel) {
					assertThat(element[1] + 1).isGreaterThan(last[element[0]]);
					last[element[0]] = element[1] + 1;
					last[senders]++;
				}
				return last;
			}));
		}
		for (Coroutine sender : sending) {
			assertThat(sender.join(LONG)).isTrue();
		}
		channel.close();
		int received = 0;
		for (Future<int[]> receiver : receiving) {
			received += Eventually.get(receiver)[senders];
		}
		assertThat(received).isEqualTo(senders * each);
	}

	private static void awaitSenders(Channel<?> channel, int count) throws Exception {
		Eventually.isTrue(() -> channel.toString().contains(count + " senders"));
	}

	private static void awaitReceivers(Channel<?> channel, int count) throws Exception {
		Eventually.isTrue(() -> channel.toString().contains(count + " receivers"));
	}

	private static <T> void send(Channel<T> channel, T element) {
		Interruptible.run(() -> channel.send(element));
	}

}
