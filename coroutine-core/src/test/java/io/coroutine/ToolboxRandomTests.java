package io.coroutine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.coroutine.channel.Channel;
import io.coroutine.channel.Workshop;
import io.coroutine.test.Deliveries;
import io.coroutine.test.EngineContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tens of thousands of coroutines use everything at once, on two loops, while some occupy
 * their loop so long that it is handed over. Nothing is lost, doubled or stuck.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
public class ToolboxRandomTests extends EngineContract {

	private static final int WORKERS = 15_000;

	private static final int CANCELLED = 1_000;

	private static final int CONSUMERS = 6;

	private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(4);

	private final long seed = new Random().nextLong();

	private final SplittableRandom random = new SplittableRandom(this.seed);

	private Workshop shop;

	@Override
	protected CoroutineRuntimeBuilder configure(CoroutineRuntimeBuilder builder) {
		return builder.stallThreshold(Duration.ofMillis(1));
	}

	@BeforeEach
	void openShop() {
		this.shop = new Workshop(this.runtime);
	}

	@Test
	void whenAllIsUsedAtOnceThenNothingIsLostDoubledOrStuck() throws Exception {
		long deadline = System.nanoTime() + LIMIT_NANOS;
		List<Coroutine> consumers = this.shop.startConsumers(CONSUMERS, this.random.split());
		if (this.engine == EngineChoice.EVENT_LOOP) {
			occupyAllLoopsUntilTheyAreHandedOver();
		}
		List<Coroutine> workers = new ArrayList<>();
		for (int i = 0; i < WORKERS; i++) {
			workers.add(this.shop.startWorker(this.random.split()));
		}
		for (int i = 0; i < CANCELLED; i++) {
			workers.get(this.random.nextInt(WORKERS)).cancel();
		}
		for (Coroutine worker = this.shop.started.poll(); worker != null; worker = this.shop.started.poll()) {
			join(worker, deadline);
		}
		this.shop.channels.forEach(Channel::close);
		this.shop.queue.close();
		for (Coroutine consumer : consumers) {
			join(consumer, deadline);
		}
		checkTheBooks();
	}

	/**
	 * The work that waits behind them, on both loops, makes the hand-over due.
	 */
	private void occupyAllLoopsUntilTheyAreHandedOver() {
		long deadline = System.nanoTime() + LIMIT_NANOS;
		for (int i = 0; i < 2; i++) {
			this.runtime.start(() -> {
				while (this.runtime.snapshot().handOvers() == 0 && System.nanoTime() - deadline < 0) {
					Workshop.spin(5_000_000);
				}
			});
		}
	}

	private void join(Coroutine coroutine, long deadline) throws InterruptedException {
		if (!coroutine.join(Duration.ofNanos(deadline - System.nanoTime()))) {
			throw new AssertionError("%s is stuck; seed %d; live ones:%n%s".formatted(coroutine, this.seed, live()));
		}
	}

	private void checkTheBooks() {
		assertThat(this.shop.failures).as("failures; seed %d", this.seed).isEmpty();
		for (Deliveries deliveries : List.of(this.shop.channelDeliveries, this.shop.conditionDeliveries)) {
			assertThat(deliveries.total()).as("deliveries; seed %d", this.seed).isPositive();
			assertThat(deliveries.firstWrong()).as("%s; seed %d", deliveries, this.seed).isNegative();
		}
		assertThat(this.shop.guarded).as("what the lock guards; seed %d", this.seed)
			.isPositive()
			.isEqualTo(this.shop.expectedGuarded.get());
		assertThat(this.shop.transfers.get()).as("transfers; seed %d", this.seed)
			.isPositive()
			.isEqualTo(this.shop.expectedTransfers.get());
		assertThat(this.shop.interrupted.get()).as("cancelled; seed %d", this.seed)
			.isPositive()
			.isEqualTo(this.shop.expectedInterrupted.get());
		assertThat(this.shop.inSemaphore).as("permits; seed %d", this.seed).hasValue(0);
		assertThat(this.shop.channels).as("seed %d", this.seed)
			.allSatisfy((channel) -> assertThat(channel.toString()).contains("[0 of ")
				.contains("0 senders and 0 receivers wait"));
		if (this.engine == EngineChoice.EVENT_LOOP) {
			assertThat(this.runtime.snapshot().handOvers()).as("hand-overs; seed %d", this.seed).isPositive();
		}
	}

}
