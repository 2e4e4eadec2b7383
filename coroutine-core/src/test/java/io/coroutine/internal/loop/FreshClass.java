package io.coroutine.internal.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A class that is not initialized yet, with an initializer of the test's own. Whoever
 * runs it, and whoever waits for it, is pinned.
 */
public final class FreshClass extends ClassLoader {

	private final Runnable initializer;

	public FreshClass(Runnable initializer) {
		super(FreshClass.class.getClassLoader());
		this.initializer = initializer;
	}

	/**
	 * Initialize the class, or wait until it is.
	 */
	public void touch() {
		try {
			Class.forName(Body.class.getName(), true, this);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Run a task pinned.
	 */
	public static void pinned(Runnable task) {
		new FreshClass(task).touch();
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!name.equals(Body.class.getName())) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}
	}

	private Class<?> define(String name) {
		try (InputStream in = Body.class.getResourceAsStream("FreshClass$Body.class")) {
			byte[] bytes = in.readAllBytes();
			return defineClass(name, bytes, 0, bytes.length);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Called by the initializer of each copy.
	 */
	public static void initialize(ClassLoader loader) {
		((FreshClass) loader).initializer.run();
	}

	/**
	 * What each loader has a copy of.
	 */
	static final class Body {

		static {
			initialize(Body.class.getClassLoader());
		}

		private Body() {
		}

	}

}
