package io.coroutine.autoconfigure.context;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of what belongs to coroutines and to requests.
 */
@ConfigurationProperties("coroutine.context")
public class CoroutineContextProperties {

	private final BeanScope beanScope = new BeanScope();

	private final RequestLocals requestLocals = new RequestLocals();

	public BeanScope getBeanScope() {
		return this.beanScope;
	}

	public RequestLocals getRequestLocals() {
		return this.requestLocals;
	}

	/**
	 * The bean scope.
	 */
	public static class BeanScope {

		/**
		 * Whether there is the bean scope "coroutine".
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
	 * Coroutine-locals that are bound to requests.
	 */
	public static class RequestLocals {

		/**
		 * Whether the coroutine-locals that beans of type RequestLocal bind to requests
		 * get their values.
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
