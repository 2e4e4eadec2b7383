package io.coroutine.internal.jdk;

import java.lang.reflect.Method;

/**
 * Opens packages of {@code java.base} to this module. Whoever may use the private members
 * of {@code java.lang} may do that, so {@code java.lang} is enough for all of them. May
 * be called from any thread.
 */
final class JdkPackages {

	private JdkPackages() {
	}

	/**
	 * Open a package.
	 * @param name the name of the package
	 * @throws ReflectiveOperationException if this JDK has no such means
	 * @throws RuntimeException if {@code java.lang} is not open
	 */
	static void open(String name) throws ReflectiveOperationException {
		Method open = Module.class.getDeclaredMethod("implAddOpens", String.class, Module.class);
		open.setAccessible(true);
		open.invoke(Object.class.getModule(), name, JdkPackages.class.getModule());
	}

	/**
	 * Tell whether a package is open. What is closed may be opened later, so nobody who
	 * finds a package closed may keep that.
	 * @param name the name of the package
	 * @return whether it is open to this module
	 */
	static boolean isOpen(String name) {
		return Object.class.getModule().isOpen(name, JdkPackages.class.getModule());
	}

}
