package io.coroutine.net;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketImpl;
import java.net.SocketImplFactory;

import org.jspecify.annotations.Nullable;

/**
 * Makes the implementations of all sockets that connect directly.
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

	/** This method, the one of the JDK that calls it, and the constructor. */
	private static final int FRAMES = 3;

	private volatile boolean lazy = true;

	@Override
	@SuppressWarnings("NullAway") // The interface does not say so, but Socket allows it
	public @Nullable SocketImpl createSocketImpl() {
		if (this.lazy && stack.walk((frames) -> frames.limit(FRAMES).anyMatch(this::isLazyConstructor))) {
			return null;
		}
		return new LoopSocketImpl(SocketHook::currentGroup);
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

	private boolean isLazyConstructor(StackWalker.StackFrame frame) {
		return frame.getDeclaringClass() == Socket.class && "<init>".equals(frame.getMethodName())
				&& frame.getMethodType().parameterCount() == 0;
	}

}
