package io.coroutine.autoconfigure.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.coroutine.Coroutine;
import org.jspecify.annotations.Nullable;
import org.mockito.Mockito;

import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.DirectRabbitListenerContainerFactoryConfigurer;
import org.springframework.boot.amqp.autoconfigure.SimpleRabbitListenerContainerFactoryConfigurer;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.pulsar.config.ConcurrentPulsarListenerContainerFactory;
import org.springframework.pulsar.config.DefaultPulsarReaderContainerFactory;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * The executors that Boot makes for listeners, wherever they are.
 */
enum BootsExecutor {

	KAFKA("kafka", "kafka-",
			(context) -> context.getBean(ConcurrentKafkaListenerContainerFactory.class)
				.getContainerProperties()
				.getListenerTaskExecutor()),

	PULSAR("pulsar", "pulsar-consumer-",
			(context) -> context.getBean(ConcurrentPulsarListenerContainerFactory.class)
				.getContainerProperties()
				.getConsumerTaskExecutor()),

	PULSAR_READER("pulsar", "pulsar-reader-",
			(context) -> context.getBean(DefaultPulsarReaderContainerFactory.class)
				.getContainerProperties()
				.getReaderTaskExecutor()),

	RABBIT_DIRECT("rabbitmq", "rabbit-direct-", (context) -> {
		DirectRabbitListenerContainerFactory factory = new DirectRabbitListenerContainerFactory();
		context.getBean(DirectRabbitListenerContainerFactoryConfigurer.class)
			.configure(factory, Mockito.mock(ConnectionFactory.class));
		return field(factory, AbstractRabbitListenerContainerFactory.class, "taskExecutor");
	}),

	RABBIT_SIMPLE("rabbitmq", "rabbit-simple-", (context) -> {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		context.getBean(SimpleRabbitListenerContainerFactoryConfigurer.class)
			.configure(factory, Mockito.mock(ConnectionFactory.class));
		return field(factory, AbstractRabbitListenerContainerFactory.class, "taskExecutor");
	}),

	REDIS("redis", "redis-", (context) -> {
		RedisConnectionFactory factory = context.getBean(RedisConnectionFactory.class);
		return field(factory, factory.getClass(), "executor");
	}),

	REDIS_LISTENER("redis", RedisMessageListenerContainer.DEFAULT_THREAD_NAME_PREFIX,
			(context) -> field(context.getBean(RedisMessageListenerContainer.class),
					RedisMessageListenerContainer.class, "taskExecutor"));

	private final String technology;

	private final String prefix;

	private final Function<ApplicationContext, @Nullable Executor> find;

	BootsExecutor(String technology, String prefix, Function<ApplicationContext, @Nullable Executor> find) {
		this.technology = technology;
		this.prefix = prefix;
		this.find = find;
	}

	private static @Nullable Executor field(Object object, Class<?> type, String name) {
		return (Executor) ReflectionTestUtils.getField(object, type, name);
	}

	boolean isOf(String technology) {
		return this.technology.equals(technology);
	}

	String inCoroutine() {
		return "coroutine " + this.prefix;
	}

	String inVirtualThread() {
		return "virtual " + this.prefix;
	}

	@Nullable Executor find(ApplicationContext context) {
		return this.find.apply(context);
	}

	/**
	 * Run a task and tell what it runs in.
	 */
	String threadOfTask(ApplicationContext context) {
		Executor executor = find(context);
		return (executor != null) ? threadOfTask(executor) : "none";
	}

	static String threadOfTask(Executor executor) {
		CompletableFuture<String> seen = new CompletableFuture<>();
		executor.execute(() -> {
			String kind = (Thread.currentThread().isVirtual()) ? "virtual" : "platform";
			seen.complete(((Coroutine.current() != null) ? "coroutine" : kind) + " "
					+ Thread.currentThread().getName().replaceAll("\\d+$", ""));
		});
		return seen.orTimeout(30, TimeUnit.SECONDS).join();
	}

}
