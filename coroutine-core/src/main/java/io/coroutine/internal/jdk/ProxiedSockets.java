package io.coroutine.internal.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.ProxySelector;
import java.net.SocketImpl;

import org.jspecify.annotations.Nullable;

/**
 * Puts the JDK's own SOCKS client in front of another implementation of sockets. For each
 * connection it asks {@link ProxySelector} and the system properties, and where there is
 * a proxy it speaks with it through that implementation.
 * <p>
 * Needs {@code java.lang} open from its first use on, as it is on event loops. May be
 * called from any thread.
 */
public final class ProxiedSockets {

	private static final @Nullable MethodHandle CONSTRUCTOR;

	private static final @Nullable String UNAVAILABLE_REASON;

	static {
		MethodHandle constructor = null;
		String reason = null;
		try {
			JdkPackages.open("java.net");
			Class<?> type = Class.forName("java.net.SocksSocketImpl");
			constructor = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
				.findConstructor(type, MethodType.methodType(void.class, SocketImpl.class))
				.asType(MethodType.methodType(SocketImpl.class, SocketImpl.class));
			if (type.desiredAssertionStatus()) {
				constructor = null;
				reason = "the JDK's SOCKS client takes no other sockets with system assertions (-esa)";
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			reason = "this JDK (" + Runtime.version() + ") has no SOCKS client of the known form: " + ex;
		}
		CONSTRUCTOR = constructor;
		UNAVAILABLE_REASON = reason;
	}

	private ProxiedSockets() {
	}

	/**
	 * Tell why sockets cannot have the JDK's SOCKS client in front of them here.
	 * @return the reason in words, or {@code null} if they can
	 */
	public static @Nullable String unavailableReason() {
		return UNAVAILABLE_REASON;
	}

	/**
	 * Return an implementation that connects through a proxy where the JDK would.
	 * @param direct connects to what it is told, new
	 * @return the implementation that passes all else on to it
	 * @throws IllegalStateException if there is an {@linkplain #unavailableReason()
	 * obstacle}
	 */
	public static SocketImpl around(SocketImpl direct) {
		if (CONSTRUCTOR == null) {
			throw new IllegalStateException("Sockets cannot go through proxies: " + UNAVAILABLE_REASON);
		}
		try {
			return (SocketImpl) CONSTRUCTOR.invokeExact(direct);
		}
		catch (Throwable ex) {
			throw VirtualThreads.rethrow(ex);
		}
	}

}
