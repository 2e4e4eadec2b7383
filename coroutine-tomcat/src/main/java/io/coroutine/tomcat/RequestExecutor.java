package io.coroutine.tomcat;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import io.coroutine.CoroutineRuntime;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ProtocolHandler;
import org.jspecify.annotations.Nullable;

/**
 * Runs what one of Tomcat's own connectors gives it in coroutines, each of which can be
 * asked for its request and has a name as a thread of that connector would have. Any
 * thread may call it.
 */
final class RequestExecutor implements Executor {

	/** Between the name of a connector and the number of a thread. */
	static final String NAME = "-exec-";

	private final CoroutineRuntime runtime;

	private final ProtocolHandler handler;

	private final AtomicLong numbers = new AtomicLong();

	/** Found when it is needed first, and the connector is set up; always the same. */
	private @Nullable String prefix;

	RequestExecutor(CoroutineRuntime runtime, ProtocolHandler handler) {
		this.runtime = runtime;
		this.handler = handler;
	}

	@Override
	public void execute(Runnable task) {
		this.runtime.coroutine()
			.name(prefix() + this.numbers.incrementAndGet())
			.inherit(false)
			.start(new RequestTask(task));
	}

	private String prefix() {
		String current = this.prefix;
		if (current == null) {
			current = connectorName() + NAME;
			this.prefix = current;
		}
		return current;
	}

	private String connectorName() {
		if (!(this.handler instanceof AbstractProtocol<?> protocol)) {
			return "http";
		}
		// A port that the system has chosen is in the name of the connector only
		String quoted = protocol.getName();
		String name = quoted.substring(1, quoted.length() - 1);
		return (protocol.getPortWithOffset() == 0) ? name.replaceFirst("-" + protocol.getLocalPort() + "$", "") : name;
	}

}
