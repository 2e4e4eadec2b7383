package io.coroutine.internal.jdk;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether the JVM may go on when the classes of this library have gone: a container
 * that has started the application can stop it, and then its class loader gives no class
 * any more. What is set once for all of the JVM, and asks for another class later, would
 * break the container then. May be called from any thread.
 */
public final class SharedJvm {

	private static final String OF_CONTAINERS = "jakarta.servlet.Servlet";

	private static final @Nullable String REASON = reason(SharedJvm.class.getClassLoader());

	private SharedJvm() {
	}

	/**
	 * Return why nothing may be changed for all of the JVM.
	 * @return the reason in words, without full stop, or {@code null} if it may
	 */
	public static @Nullable String reason() {
		return REASON;
	}

	/**
	 * The servlet API of a container is above the class loaders of its applications. An
	 * application that has started its server has both in one.
	 */
	static @Nullable String reason(@Nullable ClassLoader ours) {
		try {
			if (Class.forName(OF_CONTAINERS, false, ours).getClassLoader() == ours) {
				return null;
			}
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// No servlets, no container
			return null;
		}
		return "the application shares the JVM with the container that has started it, and can be stopped without it";
	}

}
