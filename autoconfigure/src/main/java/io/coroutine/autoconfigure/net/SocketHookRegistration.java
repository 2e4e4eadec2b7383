package io.coroutine.autoconfigure.net;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.internal.hook.SocketHook;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Has {@code java.net.Socket} wait on the event loops of a runtime, from the creation of
 * this bean to its end.
 */
final class SocketHookRegistration implements Hook, DisposableBean {

	private final @Nullable EventLoopGroup loops;

	private volatile Status status;

	SocketHookRegistration(CoroutineRuntime runtime, SocketHookProperties properties) {
		this.loops = Scheduler.behind(runtime).loops();
		this.status = (properties.isEnabled()) ? install(this.loops)
				: new Status(false, "it is switched off with coroutine.hooks.socket.enabled=false");
	}

	private static Status install(@Nullable EventLoopGroup loops) {
		SocketHook.State state = SocketHook.install(loops);
		return new Status(state.installed(), state.reason());
	}

	@Override
	public String name() {
		return "socket";
	}

	@Override
	public Status status() {
		return this.status;
	}

	/**
	 * The runtime is closed after this, as this bean depends on it. Sockets that are open
	 * still go on without loops.
	 */
	@Override
	public void destroy() {
		if (this.status.inForce()) {
			SocketHook.uninstall(this.loops);
			this.status = new Status(false, "the application context is closed");
		}
	}

}
