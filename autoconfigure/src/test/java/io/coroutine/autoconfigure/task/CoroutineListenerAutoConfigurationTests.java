package io.coroutine.autoconfigure.task;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import org.apache.pulsar.client.api.PulsarClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.amqp.autoconfigure.SimpleRabbitListenerContainerFactoryConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.pulsar.autoconfigure.PulsarAutoConfiguration;
import org.springframework.boot.pulsar.autoconfigure.PulsarContainerFactoryCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.pulsar.config.ConcurrentPulsarListenerContainerFactory;
import org.springframework.pulsar.core.PulsarAdministration;
import org.springframework.pulsar.core.PulsarConsumerFactory;
import org.springframework.pulsar.core.PulsarProducerFactory;
import org.springframework.pulsar.core.PulsarReaderFactory;
import org.springframework.pulsar.core.PulsarTemplate;
import org.springframework.pulsar.core.SchemaResolver;
import org.springframework.pulsar.core.TopicResolver;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CoroutineListenerAutoConfigurationTests {

	private static final SimpleAsyncTaskExecutor OWN = new SimpleAsyncTaskExecutor("own-");

	private final ApplicationContextRunner coroutines = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineTaskAutoConfiguration.class,
				CoroutineListenerAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1", "spring.threads.virtual.enabled=true");

	private final ApplicationContextRunner runner = withPulsar(this.coroutines)
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KafkaAutoConfiguration.class,
				PulsarAutoConfiguration.class, RabbitAutoConfiguration.class));

	/**
	 * Pulsar's client without what it needs to work, and without what uses it.
	 */
	private static ApplicationContextRunner withPulsar(ApplicationContextRunner runner) {
		ApplicationContextRunner mocked = runner.withPropertyValues("spring.pulsar.function.enabled=false",
				"spring.pulsar.defaults.topic.enabled=false");
		for (Class<?> type : List.of(PulsarAdministration.class, PulsarClient.class, PulsarConsumerFactory.class,
				PulsarProducerFactory.class, PulsarReaderFactory.class, PulsarTemplate.class, SchemaResolver.class,
				TopicResolver.class)) {
			mocked = withMock(mocked, type);
		}
		return mocked;
	}

	private static <T> ApplicationContextRunner withMock(ApplicationContextRunner runner, Class<T> type) {
		return runner.withBean(type, () -> Mockito.mock(type));
	}

	private static Map<BootsExecutor, String> threads(ApplicationContext context) {
		return each((executor) -> executor.threadOfTask(context));
	}

	private static Map<BootsExecutor, String> each(Function<BootsExecutor, String> value) {
		Map<BootsExecutor, String> all = new EnumMap<>(BootsExecutor.class);
		for (BootsExecutor executor : BootsExecutor.values()) {
			all.put(executor, value.apply(executor));
		}
		return all;
	}

	@Test
	void whenThreadsAreToBeVirtualThenTheyAreCoroutines(CapturedOutput output) {
		this.runner.run((context) -> assertThat(threads(context)).isEqualTo(each(BootsExecutor::inCoroutine)));
		assertThat(output).containsOnlyOnce("Tasks of 'redisMessageListenerContainer' run in coroutines, which win");
	}

	@ParameterizedTest
	@ValueSource(strings = { "kafka", "pulsar", "rabbitmq", "redis" })
	void whenOneIsSwitchedOffThenItIsAsInBootAndTheOthersAreNot(String technology) {
		this.runner.withPropertyValues("coroutine.tasks." + technology + ".enabled=false")
			.run((context) -> assertThat(threads(context)).isEqualTo(each(
					(executor) -> (executor.isOf(technology)) ? executor.inVirtualThread() : executor.inCoroutine())));
	}

	@Test
	void whenCoroutinesAreSwitchedOffThenItIsAsInBoot() {
		this.runner.withPropertyValues("coroutine.enabled=false")
			.run((context) -> assertThat(threads(context)).isEqualTo(each(BootsExecutor::inVirtualThread)));
	}

	@Test
	void whenThreadsAreNotToBeVirtualThenItIsAsInBoot() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(CoroutineListenerAutoConfiguration.class);
			assertThat(threads(context)).doesNotContainValue("virtual")
				.allSatisfy((executor, thread) -> assertThat(thread).matches("none|platform .*"));
		});
	}

	@ParameterizedTest
	@CsvSource({ "kafka, org.springframework.kafka", "pulsar, org.springframework.pulsar",
			"rabbitmq, org.springframework.amqp", "redis, org.springframework.data.redis" })
	void whenClassesAreMissingThenTheOthersAreThere(String technology, String missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing)).run((context) -> {
			for (BootsExecutor executor : BootsExecutor.values()) {
				if (!executor.isOf(technology)) {
					assertThat(executor.threadOfTask(context)).isEqualTo(executor.inCoroutine());
				}
			}
		});
	}

	@Test
	void whenModulesOfBootAreMissingThenNothingHappens() {
		this.coroutines
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.amqp", "org.springframework.boot.data",
					"org.springframework.boot.kafka", "org.springframework.boot.pulsar"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenLettuceIsMissingThenItIsJedis() {
		this.runner.withClassLoader(new FilteredClassLoader("io.lettuce"))
			.run((context) -> assertThat(BootsExecutor.REDIS.threadOfTask(context))
				.isEqualTo(BootsExecutor.REDIS.inCoroutine()));
	}

	@Test
	void whenJedisIsMissingThenItIsLettuce() {
		this.runner.withClassLoader(new FilteredClassLoader("redis.clients"))
			.run((context) -> assertThat(BootsExecutor.REDIS.threadOfTask(context))
				.isEqualTo(BootsExecutor.REDIS.inCoroutine()));
	}

	@Test
	void whenTheApplicationSetsAnExecutorThenThatIsLeftAlone() {
		this.runner.withUserConfiguration(OwnExecutors.class).run((context) -> {
			assertThat(BootsExecutor.KAFKA.find(context)).isSameAs(OWN);
			assertThat(BootsExecutor.PULSAR.find(context)).isSameAs(OWN);
			assertThat(BootsExecutor.RABBIT_SIMPLE.find(context)).isSameAs(OWN);
			assertThat(BootsExecutor.REDIS.find(context)).isSameAs(OWN);
			assertThat(BootsExecutor.REDIS_LISTENER.find(context)).isSameAs(OWN);
			assertThat(BootsExecutor.threadOfTask(OWN)).isEqualTo("platform own-");
		});
	}

	@Test
	void whenTheApplicationHasItsOwnFactoryWithBootsSettingsThenItsTasksAreCoroutines() {
		this.runner.withUserConfiguration(OwnFactory.class)
			.run((context) -> assertThat(
					BootsExecutor.threadOfTask(context.getBean("mine", ConcurrentKafkaListenerContainerFactory.class)
						.getContainerProperties()
						.getListenerTaskExecutor()))
				.isEqualTo(BootsExecutor.KAFKA.inCoroutine()));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnExecutors {

		@Bean
		ConcurrentKafkaListenerContainerFactory<?, ?> kafkaListenerContainerFactory(
				ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
				ConsumerFactory<Object, Object> consumerFactory) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = new ConcurrentKafkaListenerContainerFactory<>();
			configurer.configure(factory, consumerFactory);
			factory.getContainerProperties().setListenerTaskExecutor(OWN);
			return factory;
		}

		@Bean
		PulsarContainerFactoryCustomizer<ConcurrentPulsarListenerContainerFactory<?>> pulsar() {
			return (factory) -> factory.getContainerProperties().setConsumerTaskExecutor(OWN);
		}

		@Bean
		SimpleRabbitListenerContainerFactoryConfigurer rabbit(RabbitProperties properties) {
			SimpleRabbitListenerContainerFactoryConfigurer configurer = new SimpleRabbitListenerContainerFactoryConfigurer(
					properties);
			configurer.setTaskExecutor(OWN);
			return configurer;
		}

		@Bean
		LettuceConnectionFactory redisConnectionFactory() {
			LettuceConnectionFactory factory = new LettuceConnectionFactory();
			factory.setExecutor(OWN);
			return factory;
		}

		@Bean
		static BeanPostProcessor redisListeners() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String beanName) {
					if (bean instanceof RedisMessageListenerContainer container) {
						container.setTaskExecutor(OWN);
					}
					return bean;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFactory {

		@Bean
		ConcurrentKafkaListenerContainerFactory<?, ?> mine(ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
				ConsumerFactory<Object, Object> consumerFactory) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = new ConcurrentKafkaListenerContainerFactory<>();
			configurer.configure(factory, consumerFactory);
			return factory;
		}

	}

}
