package io.coroutine.autoconfigure;

import java.util.stream.Collectors;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Engine;
import io.coroutine.Hook;
import io.coroutine.StackMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Tells once which engine runs, why, and which hooks are in force.
 */
final class CoroutineStartupLogger implements ApplicationListener<ContextRefreshedEvent>, Ordered {

	private static final Log logger = LogFactory.getLog(CoroutineRuntime.class);

	private final ApplicationContext context;

	private final ObjectProvider<CoroutineRuntime> runtimes;

	private final ObjectProvider<Hook> hooks;

	CoroutineStartupLogger(ApplicationContext context, ObjectProvider<CoroutineRuntime> runtimes,
			ObjectProvider<Hook> hooks) {
		this.context = context;
		this.runtimes = runtimes;
		this.hooks = hooks;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		// The events of child contexts arrive here too
		if (event.getApplicationContext() == this.context) {
			this.runtimes.orderedStream().forEach((runtime) -> logger.info(describe(runtime)));
		}
	}

	private String describe(CoroutineRuntime runtime) {
		StringBuilder line = new StringBuilder("Coroutines run on the ");
		if (runtime.engine() == Engine.EVENT_LOOP) {
			int loops = runtime.snapshot().loops().size();
			line.append("event-loop engine with ").append(loops).append((loops == 1) ? " loop" : " loops");
		}
		else {
			line.append("portable engine");
		}
		line.append(" and ").append((runtime.stackMode() == StackMode.PRIVATE) ? "private" : "shared");
		line.append(" stacks, as ").append(runtime.engineReason());
		String report = this.hooks.orderedStream()
			.map(CoroutineStartupLogger::describe)
			.collect(Collectors.joining("; "));
		return line.append((report.isEmpty()) ? ". No hooks" : ". Hooks: " + report).toString();
	}

	private static String describe(Hook hook) {
		Hook.Status status = hook.status();
		return hook.name() + ((status.inForce()) ? " (in force, " : " (not in force, ") + status.reason() + ")";
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
