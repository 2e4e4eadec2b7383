package io.coroutine.autoconfigure.task;

import java.util.Map;

import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.spring.task.TaskCoroutines;

import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.amqp.autoconfigure.DirectRabbitListenerContainerFactoryConfigurer;
import org.springframework.boot.amqp.autoconfigure.SimpleRabbitListenerContainerFactoryConfigurer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.boot.pulsar.autoconfigure.PulsarContainerFactoryCustomizer;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.pulsar.config.ConcurrentPulsarListenerContainerFactory;
import org.springframework.pulsar.config.DefaultPulsarReaderContainerFactory;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for listeners to messages, to which
 * Boot gives virtual threads of their own. Where it does not, as the application has not
 * asked for it, they keep the platform threads that they have.
 */
@AutoConfiguration(after = CoroutineTaskAutoConfiguration.class)
@ConditionalOnCoroutineEnabled
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnThreading(Threading.VIRTUAL)
public final class CoroutineListenerAutoConfiguration {

	/**
	 * A consumer of Kafka waits in a selector, for which the JDK parks a virtual thread,
	 * and so a coroutine.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ConcurrentKafkaListenerContainerFactory.class,
			ConcurrentKafkaListenerContainerFactoryConfigurer.class })
	@ConditionalOnBooleanProperty(name = "coroutine.tasks.kafka.enabled", matchIfMissing = true)
	static class KafkaConfiguration {

		@Bean
		static BootsBeanPostProcessor<ConcurrentKafkaListenerContainerFactoryConfigurer> coroutineKafkaListeners(
				ConfigurableListableBeanFactory beanFactory, ObjectProvider<TaskCoroutines> coroutines) {
			return new BootsBeanPostProcessor<>(ConcurrentKafkaListenerContainerFactoryConfigurer.class, beanFactory,
					coroutines, KafkaConfiguration::customize);
		}

		/**
		 * The configurer does not hand its executor out, but to a factory.
		 */
		private static void customize(ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
				TaskCoroutines coroutines) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = new ConcurrentKafkaListenerContainerFactory<>();
			configurer.configure(factory, new DefaultKafkaConsumerFactory<>(Map.of()));
			if (factory.getContainerProperties()
				.getListenerTaskExecutor() instanceof SimpleAsyncTaskExecutor executor) {
				coroutines.useCoroutines(executor);
			}
		}

	}

	/**
	 * A consumer of RabbitMQ waits for a queue in memory.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ AbstractRabbitListenerContainerFactory.class,
			SimpleRabbitListenerContainerFactoryConfigurer.class })
	@ConditionalOnBooleanProperty(name = "coroutine.tasks.rabbitmq.enabled", matchIfMissing = true)
	static class RabbitConfiguration {

		@Bean
		static BootsBeanPostProcessor<SimpleRabbitListenerContainerFactoryConfigurer> coroutineSimpleRabbitListeners(
				ConfigurableListableBeanFactory beanFactory, ObjectProvider<TaskCoroutines> coroutines) {
			return new BootsBeanPostProcessor<>(SimpleRabbitListenerContainerFactoryConfigurer.class, beanFactory,
					coroutines, (configurer, tasks) -> configurer.setTaskExecutor(tasks.executor("rabbit-simple-")));
		}

		@Bean
		static BootsBeanPostProcessor<DirectRabbitListenerContainerFactoryConfigurer> coroutineDirectRabbitListeners(
				ConfigurableListableBeanFactory beanFactory, ObjectProvider<TaskCoroutines> coroutines) {
			return new BootsBeanPostProcessor<>(DirectRabbitListenerContainerFactoryConfigurer.class, beanFactory,
					coroutines, (configurer, tasks) -> configurer.setTaskExecutor(tasks.executor("rabbit-direct-")));
		}

	}

	/**
	 * Consumers and readers of Pulsar wait for futures. Ours come first, so that those of
	 * the application have the last word.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ConcurrentPulsarListenerContainerFactory.class, PulsarContainerFactoryCustomizer.class })
	@ConditionalOnBooleanProperty(name = "coroutine.tasks.pulsar.enabled", matchIfMissing = true)
	static class PulsarConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		PulsarContainerFactoryCustomizer<ConcurrentPulsarListenerContainerFactory<?>> coroutinePulsarListeners(
				TaskCoroutines coroutines) {
			return (factory) -> factory.getContainerProperties()
				.setConsumerTaskExecutor(coroutines.executor("pulsar-consumer-"));
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		PulsarContainerFactoryCustomizer<DefaultPulsarReaderContainerFactory<?>> coroutinePulsarReaders(
				TaskCoroutines coroutines) {
			return (factory) -> factory.getContainerProperties()
				.setReaderTaskExecutor(coroutines.executor("pulsar-reader-"));
		}

	}

	/**
	 * Commands to several nodes of a cluster, and listeners of Redis.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RedisConnectionFactory.class)
	@ConditionalOnBooleanProperty(name = "coroutine.tasks.redis.enabled", matchIfMissing = true)
	static class RedisConfiguration {

		@Bean
		static BootsBeanPostProcessor<LettuceConnectionFactory> coroutineLettuceConnections(
				ConfigurableListableBeanFactory beanFactory, ObjectProvider<TaskCoroutines> coroutines) {
			return new BootsBeanPostProcessor<>(LettuceConnectionFactory.class, beanFactory, coroutines,
					(factory, tasks) -> factory.setExecutor(tasks.executor("redis-")));
		}

		@Bean
		static BootsBeanPostProcessor<JedisConnectionFactory> coroutineJedisConnections(
				ConfigurableListableBeanFactory beanFactory, ObjectProvider<TaskCoroutines> coroutines) {
			return new BootsBeanPostProcessor<>(JedisConnectionFactory.class, beanFactory, coroutines,
					(factory, tasks) -> factory.setExecutor(tasks.executor("redis-")));
		}

		@Bean
		static BootsBeanPostProcessor<RedisMessageListenerContainer> coroutineRedisListeners(
				ConfigurableListableBeanFactory beanFactory, ObjectProvider<TaskCoroutines> coroutines) {
			return new BootsBeanPostProcessor<>(RedisMessageListenerContainer.class, beanFactory, coroutines,
					(container, tasks) -> container
						.setTaskExecutor(tasks.executor(RedisMessageListenerContainer.DEFAULT_THREAD_NAME_PREFIX)));
		}

	}

}
