package io.coroutine.autoconfigure.task;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of Spring's task executors and schedulers, and of the executors that Boot
 * gives listeners.
 */
@ConfigurationProperties("coroutine.tasks")
public class CoroutineTaskProperties {

	private final Execution execution = new Execution();

	private final Kafka kafka = new Kafka();

	private final Pulsar pulsar = new Pulsar();

	private final Rabbitmq rabbitmq = new Rabbitmq();

	private final Redis redis = new Redis();

	private final Scheduling scheduling = new Scheduling();

	public Execution getExecution() {
		return this.execution;
	}

	public Kafka getKafka() {
		return this.kafka;
	}

	public Pulsar getPulsar() {
		return this.pulsar;
	}

	public Rabbitmq getRabbitmq() {
		return this.rabbitmq;
	}

	public Redis getRedis() {
		return this.redis;
	}

	public Scheduling getScheduling() {
		return this.scheduling;
	}

	/**
	 * Properties of the task executors.
	 */
	public static class Execution {

		/**
		 * Whether the tasks of the executors that Boot builds run in coroutines:
		 * applicationTaskExecutor, and with it @Async and asynchronous requests.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Properties of listeners to Kafka.
	 */
	public static class Kafka {

		/**
		 * Whether listeners to Kafka run in coroutines if spring.threads.virtual.enabled
		 * is set.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Properties of listeners to Pulsar, and readers.
	 */
	public static class Pulsar {

		/**
		 * Whether listeners to Pulsar, and readers, run in coroutines if
		 * spring.threads.virtual.enabled is set.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Properties of listeners to RabbitMQ.
	 */
	public static class Rabbitmq {

		/**
		 * Whether listeners to RabbitMQ run in coroutines if
		 * spring.threads.virtual.enabled is set.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Properties of listeners to Redis, and of commands to clusters.
	 */
	public static class Redis {

		/**
		 * Whether listeners to Redis, and commands to several nodes of a cluster, run in
		 * coroutines if spring.threads.virtual.enabled is set.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Properties of the task schedulers.
	 */
	public static class Scheduling {

		/**
		 * Whether the tasks of the schedulers that Boot builds run in coroutines:
		 * taskScheduler, and with it @Scheduled.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
