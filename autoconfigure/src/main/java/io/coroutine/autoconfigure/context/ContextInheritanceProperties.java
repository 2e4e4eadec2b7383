package io.coroutine.autoconfigure.context;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of what coroutines take over from their creators.
 */
@ConfigurationProperties("coroutine.context.inherit")
public class ContextInheritanceProperties {

	/**
	 * Whether coroutines take over the context of the code that creates them. If not,
	 * they inherit coroutine-locals only.
	 */
	private boolean enabled = true;

	/**
	 * Whether the tasks of Spring's executors (@Async, the application task executor)
	 * take over the context of the code that submits them, as coroutines do. If not, they
	 * take over coroutine-locals only.
	 */
	private boolean tasks;

	/**
	 * Whether the locale and time zone are taken over.
	 */
	private boolean locale = true;

	/**
	 * Whether the diagnostic context of the log (MDC) is taken over.
	 */
	private boolean mdc = true;

	/**
	 * Whether the current observation is taken over, and with it the span of a trace.
	 */
	private boolean observation = true;

	/**
	 * Whether the attributes of the request are taken over.
	 */
	private boolean request = true;

	/**
	 * Whether the authentication of Spring Security is taken over, in a context of its
	 * own.
	 */
	private boolean security = true;

	/**
	 * Whether all else that is registered with Micrometer's context propagation is taken
	 * over.
	 */
	private boolean others = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isTasks() {
		return this.tasks;
	}

	public void setTasks(boolean tasks) {
		this.tasks = tasks;
	}

	public boolean isLocale() {
		return this.locale;
	}

	public void setLocale(boolean locale) {
		this.locale = locale;
	}

	public boolean isMdc() {
		return this.mdc;
	}

	public void setMdc(boolean mdc) {
		this.mdc = mdc;
	}

	public boolean isObservation() {
		return this.observation;
	}

	public void setObservation(boolean observation) {
		this.observation = observation;
	}

	public boolean isRequest() {
		return this.request;
	}

	public void setRequest(boolean request) {
		this.request = request;
	}

	public boolean isSecurity() {
		return this.security;
	}

	public void setSecurity(boolean security) {
		this.security = security;
	}

	public boolean isOthers() {
		return this.others;
	}

	public void setOthers(boolean others) {
		this.others = others;
	}

}
