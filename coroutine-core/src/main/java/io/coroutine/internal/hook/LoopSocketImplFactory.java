package io.coroutine.internal.hook;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketImpl;
import java.net.SocketImplFactory;
import java.util.List;

import io.coroutine.internal.jdk.ProxiedSockets;
import org.jspecify.annotations.Nullable;

/**
 * Makes the implementations of all client sockets. In front of ours stands the JDK's
 * SOCKS client, as in front of its own: it finds out for each connection whether it goes
 * through a proxy. {@link Socket#Socket(java.net.Proxy)} asks for one without, as
 * {@link java.net.Proxy#NO_PROXY} wants it.
 * <p>
 * {@link Socket#Socket()} is given none. It asks once more when it needs one, and by then
 * may have got another: {@link java.net.ServerSocket} of the JDK puts its own
 * implementation into a socket that has none, and refuses one that has ours. The JDK's
 * {@code SSLServerSocket} and whoever overrides {@code accept} give it such sockets.
 * <p>
 * Any thread may call.
 */
final class LoopSocketImplFactory implements SocketImplFactory {

	private static final StackWalker stack = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	/** Two methods here, the one of the JDK that calls them, and the constructor. */
	private static final int FRAMES = 4;

	private volatile boolean lazy = true;

	@Override
	@SuppressWarnings("NullAway") // The interface does not say so, but Socket allows it
	public @Nullable SocketImpl createSocketImpl() {
		MethodType constructor = callingConstructor();
		if (this.lazy && constructor != null && constructor.parameterCount() == 0) {
			return null;
		}
		SocketImpl direct = new LoopSocketImpl(SocketHook::currentGroup);
		boolean withoutProxy = constructor != null && constructor.parameterList().equals(List.of(Proxy.class));
		return (withoutProxy) ? direct : ProxiedSockets.around(direct);
	}

	/**
	 * Find out whether this JDK can do without an implementation for a while. Called once
	 * the factory is installed.
	 */
	void verify() {
		try {
			new Socket().close();
		}
		catch (RuntimeException | IOException ex) {
			this.lazy = false;
		}
	}

	/**
	 * Return the type of the constructor of {@link Socket} that asks, if it is one.
	 */
	private static @Nullable MethodType callingConstructor() {
		return stack.walk((frames) -> frames.limit(FRAMES)
			.filter((frame) -> frame.getDeclaringClass() == Socket.class && "<init>".equals(frame.getMethodName()))
			.findFirst()
			.map(StackWalker.StackFrame::getMethodType)
			.orElse(null));
	}

}
