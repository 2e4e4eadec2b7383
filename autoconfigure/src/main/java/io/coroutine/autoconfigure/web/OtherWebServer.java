package io.coroutine.autoconfigure.web;

import java.util.function.Supplier;

import io.coroutine.CoroutineRuntime;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Tells once, when the application has started, that requests stay on the threads of its
 * server, why, and what to do. Comes after the line that tells which engine runs.
 */
final class OtherWebServer implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(CoroutineRuntime.class);

	private final ApplicationContext context;

	private final Supplier<@Nullable String> name;

	private final String reason;

	/**
	 * Create it.
	 * @param name gives the name of the server, or {@code null} if there is none, or one
	 * whose requests run in coroutines; asked for when the application has started
	 * @param reason why requests do not run in coroutines, and what to do
	 */
	OtherWebServer(ApplicationContext context, Supplier<@Nullable String> name, String reason) {
		this.context = context;
		this.name = name;
		this.reason = reason;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		// The events of child contexts arrive here too
		String server = (event.getApplicationContext() == this.context) ? this.name.get() : null;
		if (server != null) {
			logger.info("Requests stay on the threads of " + server + ", as " + this.reason);
		}
	}

	/**
	 * Tell the same in a few words, without the name of the server.
	 */
	String reason() {
		return "requests stay on the threads of the web server, as " + this.reason;
	}

}
