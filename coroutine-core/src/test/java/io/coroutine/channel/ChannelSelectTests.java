package io.coroutine.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import io.coroutine.EngineChoice;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import io.coroutine.test.Interruptible;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Waits for one of several channels, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class ChannelSelectTests extends EngineContract {

	private final Channel<String> first = Channel.ofCapacity(1);

	private final Channel<String> second = Channel.ofCapacity(0);

	private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

	private ChannelSelect receiveBoth() {
		return ChannelSelect.create()
			.receive(this.first, (element) -> this.handled.add("first " + element))
			.receive(this.second, (element) -> this.handled.add("second " + element));
	}

	@Test
	void whenOneCaseCanGoThenItGoesAtOnce() throws Exception {
		this.first.send("a");
		assertThat(receiveBoth().await(Duration.ZERO)).isTrue();
		assertThat(this.handled).containsExactly("first a");
		assertThat(ChannelSelect.create()
			.receive(this.second, (element) -> this.handled.add(element))
			.send(this.first, "b", (element) -> this.handled.add("sent " + element))
			.await(Duration.ofNanos(-1))).isTrue();
		assertThat(this.handled).containsExactly("first a", "sent b");
		assertThat(this.first.receive()).isEqualTo("b");
	}

	@Test
	void whenNoneCanGoInTimeThenNothingIsDone() throws Exception {
		ChannelSelect select = receiveBoth().send(this.second, "a", this.handled::add);
		assertThat(select.await(Duration.ZERO)).isFalse();
		assertThat(select.await(SHORT)).isFalse();
		assertThat(Eventually.get(this.runtime.submit(() -> select.await(SHORT)))).isFalse();
		assertThat(this.handled).isEmpty();
		assertNobodyWaits();
	}

	@Test
	void whenItWaitsThenTheFirstCounterpartIsTakenAndTheOtherChannelsAreLeft() throws Exception {
		Future<Boolean> selecting = this.runtime.submit(() -> receiveBoth().await(LONG));
		awaitWaiters(this.second, "1 receivers");
		this.second.send("a");
		assertThat(Eventually.get(selecting)).isTrue();
		assertThat(this.handled).containsExactly("second a");
		assertNobodyWaits();
		assertThat(this.first.trySend("b")).isTrue();
		assertThat(this.first.size()).isEqualTo(1);
	}

	@Test
	void whenSendCaseWaitsThenAReceiverGetsItsElement() throws Exception {
		this.first.send("full");
		Future<Boolean> selecting = this.runtime.submit(() -> ChannelSelect.create()
			.send(this.first, "a", this.handled::add)
			.send(this.second, "b", this.handled::add)
			.await(LONG));
		awaitWaiters(this.second, "1 senders");
		assertThat(this.second.receive()).isEqualTo("b");
		assertThat(Eventually.get(selecting)).isTrue();
		assertThat(this.handled).containsExactly("b");
		assertNobodyWaits();
		assertThat(this.first.receive()).isEqualTo("full");
		assertThat(this.first.tryReceive()).isNull();
	}

	@Test
	void whenSeveralCanGoThenNoneIsKeptFromGoing() throws Exception {
		ChannelSelect select = ChannelSelect.create();
		List<AtomicInteger> counts = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Channel<String> channel = Channel.ofCapacity(1);
			channel.send("a");
			AtomicInteger count = new AtomicInteger();
			counts.add(count);
			select.receive(channel, (element) -> {
				count.incrementAndGet();
				channel.send(element);
			});
		}
		// The chance that one never goes is 4 * 0.75^1000
		for (int i = 0; i < 1_000; i++) {
			select.await();
		}
		assertThat(counts).allSatisfy((count) -> assertThat(count.get()).isPositive());
		assertThat(counts.stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(1_000);
	}

	@Test
	void whenChannelOfACaseIsClosedThenItSaysWhichAndGoesOnWithoutIt() throws Exception {
		this.first.send("a");
		this.first.close();
		ChannelSelect select = receiveBoth();
		select.await();
		assertThat(this.handled).containsExactly("first a");
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(select::await)
			.satisfies((ex) -> assertThat(ex.channel()).isSameAs(this.first));
		assertThat(select.remove(this.first).await(SHORT)).isFalse();
		assertThat(select.isEmpty()).isFalse();
		assertThat(select.remove(this.second).isEmpty()).isTrue();
	}

	@Test
	void whenChannelIsClosedWhileItWaitsThenItIsToldAndNothingIsDone() throws Exception {
		Future<Boolean> receiving = this.runtime.submit(() -> receiveBoth().await(LONG));
		awaitWaiters(this.second, "1 receivers");
		this.second.close();
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> Eventually.get(receiving))
			.withMessageContaining("no more elements")
			.satisfies((ex) -> assertThat(ex.channel()).isSameAs(this.second));
		this.first.send("full");
		Future<Boolean> sending = this.runtime
			.submit(() -> ChannelSelect.create().send(this.first, "a", this.handled::add).await(LONG));
		awaitWaiters(this.first, "1 senders");
		this.first.close();
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> Eventually.get(sending))
			.withMessageContaining("not sent");
		assertThat(this.handled).isEmpty();
		assertThat(this.first).containsExactly("full");
	}

	@Test
	void whenItHasNoCasesThenFailureSaysSo() {
		assertThatIllegalStateException().isThrownBy(() -> ChannelSelect.create().await())
			.withMessageContaining("no cases");
		assertThatNullPointerException().isThrownBy(() -> ChannelSelect.create().send(this.first, null, (sent) -> {
		})).withMessageContaining("null");
	}

	@Test
	void whenCancelledWhileItWaitsThenItLeavesAllChannels() throws Exception {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Coroutine selecting = this.runtime.start(() -> {
			try {
				receiveBoth().await();
			}
			catch (InterruptedException ex) {
				failure.set(ex);
			}
		});
		awaitWaiters(this.second, "1 receivers");
		selecting.cancel();
		assertThat(selecting.join(LONG)).isTrue();
		assertThat(failure.get()).isInstanceOf(InterruptedException.class);
		assertNobodyWaits();
	}

	@Test
	void whenHandlerFailsThenItsFailureComesOutAfterTheExchange() throws Exception {
		this.first.send("a");
		ChannelSelect select = ChannelSelect.create().receive(this.first, (element) -> {
			throw new IllegalArgumentException("wanted");
		});
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(select::await).withMessage("wanted");
		assertThat(this.first.size()).isZero();
	}

	@Test
	void whenItHasBothSidesOfAChannelThenItDoesNotMeetItselfButAnother() throws Exception {
		ChannelSelect both = ChannelSelect.create()
			.send(this.second, "a", (sent) -> this.handled.add("sent"))
			.receive(this.second, (received) -> this.handled.add("received"));
		assertThat(both.await(SHORT)).isFalse();
		Future<Boolean> one = this.runtime.submit(() -> ChannelSelect.create()
			.send(this.second, "a", (sent) -> this.handled.add("sent"))
			.receive(this.second, (received) -> this.handled.add("received"))
			.await(LONG));
		assertThat(both.await(LONG)).isTrue();
		assertThat(Eventually.get(one)).isTrue();
		assertThat(this.handled).containsExactlyInAnyOrder("sent", "received");
		assertNobodyWaits();
	}

	@Test
	void whenSelectsGoInOppositeDirectionsThenTheyMeetAndNeverBlockEachOther() throws Exception {
		int rounds = 5_000;
		Channel<Integer> left = Channel.ofCapacity(0);
		Channel<Integer> right = Channel.ofCapacity(0);
		AtomicInteger sent = new AtomicInteger();
		AtomicInteger received = new AtomicInteger();
		Coroutine one = this.runtime
			.start(() -> Interruptible.run(() -> exchange(rounds, left, right, sent, received)));
		Coroutine other = this.runtime
			.start(() -> Interruptible.run(() -> exchange(rounds, right, left, sent, received)));
		assertThat(one.join(LONG)).isTrue();
		assertThat(other.join(LONG)).isTrue();
		assertThat(sent).hasValue(rounds);
		assertThat(received).hasValue(rounds);
	}

	/**
	 * Either send to one or receive from the other, so often.
	 */
	private static void exchange(int rounds, Channel<Integer> to, Channel<Integer> from, AtomicInteger sent,
			AtomicInteger received) throws InterruptedException {
		ChannelSelect select = ChannelSelect.create()
			.send(to, 1, (element) -> sent.incrementAndGet())
			.receive(from, (element) -> received.incrementAndGet());
		for (int i = 0; i < rounds; i++) {
			select.await();
		}
	}

	@Test
	void whenSelectsNameTheSameChannelsInOppositeOrderThenTheyDoNotDeadlock() throws Exception {
		List<Channel<Integer>> channels = List.of(Channel.ofCapacity(1), Channel.ofCapacity(1), Channel.ofCapacity(1));
		AtomicInteger balance = new AtomicInteger();
		List<Future<Void>> selecting = new ArrayList<>();
		for (List<Channel<Integer>> order : List.of(channels, channels.reversed())) {
			FutureTask<Void> task = new FutureTask<>(() -> {
				ChannelSelect select = ChannelSelect.create();
				order.forEach((channel) -> select.send(channel, 1, balance::addAndGet)
					.receive(channel, (element) -> balance.addAndGet(-element)));
				for (int i = 0; i < 100_000; i++) {
					select.await();
				}
				return null;
			});
			// Threads, to have two cores in it at once if there are two
			Thread.ofPlatform().daemon().start(task);
			selecting.add(task);
		}
		for (Future<Void> one : selecting) {
			Eventually.get(one);
		}
		assertThat(channels.stream().mapToInt(Channel::size).sum()).isEqualTo(balance.get());
	}

	@Test
	void whenPlainThreadSelectsThenItBlocks() throws Exception {
		Coroutine sender = this.runtime.start(() -> Interruptible.run(() -> {
			this.second.send("a");
			this.first.send("b");
		}));
		ChannelSelect select = receiveBoth();
		select.await();
		assertThat(select.await(LONG)).isTrue();
		assertThat(this.handled).containsExactly("second a", "first b");
		assertThat(sender.join(LONG)).isTrue();
	}

	private void assertNobodyWaits() {
		assertThat(List.of(this.first, this.second))
			.allSatisfy((channel) -> assertThat(channel.toString()).contains("0 senders and 0 receivers wait"));
	}

	private static void awaitWaiters(Channel<?> channel, String who) throws Exception {
		Eventually.isTrue(() -> channel.toString().contains(who));
	}

}
