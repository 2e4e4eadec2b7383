package io.coroutine.autoconfigure.task;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Listeners as an application has them, with brokers that are none.
 */
class ListenersInCoroutinesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineTaskAutoConfiguration.class,
				CoroutineListenerAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1", "spring.threads.virtual.enabled=true");

	private final CompletableFuture<String> started = new CompletableFuture<>();

	private final CompletableFuture<String> ended = new CompletableFuture<>();

	/**
	 * What the listeners do with a message.
	 */
	private void handle(String message) {
		Coroutine coroutine = Coroutine.current();
		this.started.complete(message + " in " + ((coroutine != null) ? coroutine.stackMode() : null) + " "
				+ Thread.currentThread().getName());
		try {
			Thread.sleep(Duration.ofMillis(100));
			this.ended.complete("in time");
		}
		catch (InterruptedException ex) {
			this.ended.complete("interrupted");
		}
	}

	/**
	 * There is one event loop and nobody to take it over, and the message is sent on it:
	 * while the consumer waits in its selector.
	 */
	@Test
	void whenKafkaHasAMessageThenItsListenerIsACoroutineForWhichTheContextWaits() throws Exception {
		try (FakeKafka kafka = new FakeKafka()) {
			this.runner.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
				.withBean(ConsumerFactory.class, kafka::consumers)
				.withBean(OnKafka.class, () -> new OnKafka(this))
				.withPropertyValues("coroutine.stall.threshold=1h")
				.run((context) -> {
					assertThat(kafka.polled.await(30, TimeUnit.SECONDS)).isTrue();
					context.getBean(CoroutineRuntime.class).coroutine().start(() -> kafka.send("orders", "tea"));
					assertThat(this.started.get(30, TimeUnit.SECONDS)).isEqualTo("tea in SHARED kafka-1");
				});
		}
		assertThat(this.ended).isCompletedWithValue("in time");
	}

	@Test
	void whenRabbitHasAMessageThenItsListenerIsACoroutineForWhichTheContextWaits() throws Exception {
		CompletableFuture<com.rabbitmq.client.Consumer> consumer = new CompletableFuture<>();
		Channel channel = mock();
		given(channel.isOpen()).willReturn(true);
		given(channel.basicConsume(anyString(), anyBoolean(), anyString(), anyBoolean(), anyBoolean(), any(), any()))
			.willAnswer((call) -> {
				com.rabbitmq.client.Consumer given = call.getArgument(6);
				given.handleConsumeOk("tag");
				consumer.complete(given);
				return "tag";
			});
		willAnswer((_) -> {
			consumer.join().handleCancelOk("tag");
			return null;
		}).given(channel).basicCancel("tag");
		this.runner.withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
			.withBean(ConnectionFactory.class, () -> connections(channel))
			.withBean(OnRabbit.class, () -> new OnRabbit(this))
			.withPropertyValues("spring.rabbitmq.dynamic=false")
			.run((context) -> {
				consumer.get(30, TimeUnit.SECONDS)
					.handleDelivery("tag", new Envelope(1, false, "", "orders"), new AMQP.BasicProperties(),
							"tea".getBytes(StandardCharsets.UTF_8));
				assertThat(this.started.get(30, TimeUnit.SECONDS)).startsWith("tea in SHARED rabbit-simple-");
			});
		assertThat(this.ended).isCompletedWithValue("in time");
	}

	private static ConnectionFactory connections(Channel channel) {
		Connection connection = mock();
		given(connection.isOpen()).willReturn(true);
		given(connection.createChannel(anyBoolean())).willReturn(channel);
		ConnectionFactory connections = mock();
		given(connections.createConnection()).willReturn(connection);
		return connections;
	}

	/**
	 * Has consumers that wait as Kafka's do.
	 */
	private static final class FakeKafka implements AutoCloseable {

		private final Selector selector = Selector.open();

		private final Queue<ConsumerRecord<Object, Object>> records = new ConcurrentLinkedQueue<>();

		private final CountDownLatch polled = new CountDownLatch(1);

		FakeKafka() throws IOException {
		}

		ConsumerFactory<Object, Object> consumers() {
			Consumer<Object, Object> consumer = mock();
			given(consumer.poll(any())).willAnswer((_) -> poll());
			willAnswer((_) -> this.selector.wakeup()).given(consumer).wakeup();
			ConsumerFactory<Object, Object> consumers = mock();
			given(consumers.createConsumer(any(), any(), any(), any())).willReturn(consumer);
			return consumers;
		}

		private ConsumerRecords<Object, Object> poll() throws IOException {
			this.polled.countDown();
			this.selector.select();
			ConsumerRecord<Object, Object> next = this.records.poll();
			return (next != null) ? new ConsumerRecords<>(
					Map.of(new org.apache.kafka.common.TopicPartition(next.topic(), next.partition()), List.of(next)),
					Map.of()) : ConsumerRecords.empty();
		}

		void send(String topic, String message) {
			this.records.add(new ConsumerRecord<>(topic, 0, 0, "key", message));
			this.selector.wakeup();
		}

		@Override
		public void close() throws IOException {
			this.selector.close();
		}

	}

	static class OnKafka {

		private final ListenersInCoroutinesTests test;

		OnKafka(ListenersInCoroutinesTests test) {
			this.test = test;
		}

		@KafkaListener(topicPartitions = @TopicPartition(topic = "orders", partitions = "0"))
		void onOrder(String order) {
			this.test.handle(order);
		}

	}

	static class OnRabbit {

		private final ListenersInCoroutinesTests test;

		OnRabbit(ListenersInCoroutinesTests test) {
			this.test = test;
		}

		@RabbitListener(queues = "orders")
		void onOrder(byte[] order) {
			this.test.handle(new String(order, StandardCharsets.UTF_8));
		}

	}

}
