package io.coroutine.autoconfigure.task;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of Spring's task executors and schedulers.
 */
@ConfigurationProperties("coroutine.tasks")
public class CoroutineTaskProperties {

	private final Execution execution = new Execution();

	private final Scheduling scheduling = new Scheduling();

	public Execution getExecution() {
		return this.execution;
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
