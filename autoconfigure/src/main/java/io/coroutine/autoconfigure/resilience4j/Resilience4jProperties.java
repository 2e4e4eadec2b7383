package io.coroutine.autoconfigure.resilience4j;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of Resilience4j on coroutines.
 */
@ConfigurationProperties("coroutine.resilience4j")
public class Resilience4jProperties {

	/**
	 * Whether Resilience4j is fitted to coroutines. If not, it works as it does without
	 * them.
	 */
	private boolean enabled = true;

	private final ContextPropagation contextPropagation = new ContextPropagation();

	private final Gates gates = new Gates();

	private final Scheduler scheduler = new Scheduler();

	private final ThreadPoolBulkhead threadPoolBulkhead = new ThreadPoolBulkhead();

	private final TimeLimiter timeLimiter = new TimeLimiter();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public ContextPropagation getContextPropagation() {
		return this.contextPropagation;
	}

	public Gates getGates() {
		return this.gates;
	}

	public Scheduler getScheduler() {
		return this.scheduler;
	}

	public ThreadPoolBulkhead getThreadPoolBulkhead() {
		return this.threadPoolBulkhead;
	}

	public TimeLimiter getTimeLimiter() {
		return this.timeLimiter;
	}

	/**
	 * Properties of the context of the request.
	 */
	public static class ContextPropagation {

		/**
		 * Whether the calls of thread-pool bulkheads and the tasks of the scheduler take
		 * over the context of the code that submits them, as coroutines do. If not, they
		 * take over coroutine-locals only, and what the propagators of Resilience4j
		 * carry.
		 */
		private boolean enabled;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Properties of admission gates.
	 */
	public static class Gates {

		/**
		 * Whether admission gates are shown among the bulkheads, with the meters, events
		 * and endpoints of these.
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
	 * Properties of the scheduler.
	 */
	public static class Scheduler {

		/**
		 * Whether methods that return a future wait for the next attempt of a retry, and
		 * for the end of their time, with the timers of the event loops. If not, with
		 * threads of Resilience4j.
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
	 * Properties of thread-pool bulkheads.
	 */
	public static class ThreadPoolBulkhead {

		/**
		 * Whether the calls of thread-pool bulkheads run in coroutines. If not, in
		 * threads of Resilience4j.
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
	 * Properties of time limiters.
	 */
	public static class TimeLimiter {

		/**
		 * Whether @TimeLimiter may stand at blocking methods, whose coroutine is
		 * cancelled at the deadline. If not, methods must return a future.
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
