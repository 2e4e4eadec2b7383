package io.coroutine.internal.jdk;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Opens {@code java.lang} to all unnamed modules where no option of the JVM does, which
 * is enough for {@link JdkPackages} to open others. JNI lets native code define a class
 * for the boot loader, in any package; the initializer of {@value #CLASS} calls what the
 * JDK itself calls for {@code --add-opens}.
 * <p>
 * The native code is {@code DefineClass} of the JVM itself, found with
 * {@code JNI_GetCreatedJavaVMs}. References of JNI do not outlive a downcall, so no other
 * function that takes or makes one is called. The functions are where the JNI
 * specification has them ("Interface Function Table", "Invocation API").
 * <p>
 * Native access must be allowed; where it is not enabled by an option, the JDK prints a
 * warning. May be called from any thread.
 */
final class NativeKey {

	/** The class whose initializer opens the package. */
	static final String CLASS = "java.lang.CoroutineKey";

	/** It is made and compared by {@code NativeKeyTests}. */
	private static final String BYTES = "yv66vgAAAEUAFgEAFmphdmEvbGFuZy9Db3JvdXRpbmVLZXkHAAEBAAg8Y2xpbml0PgEAAygpVgEAEGphdmEvbGFu"
			+ "Zy9PYmplY3QHAAUBAA9qYXZhL2xhbmcvQ2xhc3MHAAcBAAlnZXRNb2R1bGUBABQoKUxqYXZhL2xhbmcvTW9kdWxl"
			+ "OwwACQAKCgAIAAsBAAlqYXZhLmxhbmcIAA0BABBqYXZhL2xhbmcvTW9kdWxlBwAPAQAYaW1wbEFkZE9wZW5zVG9B"
			+ "bGxVbm5hbWVkAQAVKExqYXZhL2xhbmcvU3RyaW5nOylWDAARABIKABAAEwEABENvZGUQEAACAAYAAAAAAAEACAAD"
			+ "AAQAAQAVAAAAFwACAAAAAAALEga2AAwSDrYAFLEAAAAAAAA=";

	/** Versions whose source was read, or that were tried. */
	private static final int FIRST_VERSION = 25;

	private static final int LAST_VERSION = 27;

	private static final int GET_ENV = 6;

	private static final int DEFINE_CLASS = 5;

	private static final int JNI_VERSION = 0x00010006;

	private NativeKey() {
	}

	/**
	 * Open the package.
	 * @return why that is not possible, or {@code null} if it is open
	 */
	static @Nullable String turn() {
		String unknown = unknown(System.getProperty("java.vm.name"), Runtime.version().feature());
		if (unknown != null) {
			return unknown;
		}
		try {
			if (!isTurned()) {
				defineClass();
			}
			Class.forName(CLASS, true, null);
		}
		catch (IllegalCallerException ex) {
			return "native access is denied";
		}
		catch (Throwable ex) {
			// Whatever it is, there is an engine that does without
			return ex.toString();
		}
		return null;
	}

	/**
	 * Tell whether the package was opened in this way, by this class or by a copy of it
	 * in another class loader.
	 * @return whether there is the class that opens it
	 */
	static boolean isTurned() {
		try {
			Class.forName(CLASS, false, null);
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	static @Nullable String unknown(@Nullable String machine, int version) {
		if (machine == null || !(machine.contains("HotSpot") || machine.contains("OpenJDK"))) {
			return "this JVM (" + machine + ") is not HotSpot";
		}
		if (version < FIRST_VERSION || version > LAST_VERSION) {
			return "this JDK (" + version + ") is none of the known versions " + FIRST_VERSION + " to " + LAST_VERSION;
		}
		return null;
	}

	static void defineClass() throws Throwable {
		try (Arena arena = Arena.ofConfined()) {
			byte[] bytes = bytes();
			long environment = environment(arena, virtualMachine(arena));
			// The result is a reference, which is void already. Whether there is a class
			// shows when it is looked for
			call(entry(environment, DEFINE_CLASS), environment, text(arena, CLASS.replace('.', '/')), 0,
					arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes).address(), bytes.length);
		}
	}

	/**
	 * The search is in all that the process has loaded for general use, as the java
	 * command loads the JVM. So it never loads a second one.
	 */
	private static long virtualMachine(Arena arena) throws Throwable {
		long lookUp = Linker.nativeLinker().defaultLookup().findOrThrow("dlsym").address();
		long created = call(lookUp, 0, text(arena, "JNI_GetCreatedJavaVMs"), 0, 0, 0);
		if (created == 0) {
			throw new IllegalStateException("the process has no JNI_GetCreatedJavaVMs");
		}
		MemorySegment machine = arena.allocate(Long.BYTES, Long.BYTES);
		MemorySegment count = arena.allocate(Long.BYTES, Long.BYTES);
		int status = (int) call(created, machine.address(), 1, count.address(), 0, 0);
		if (status != 0 || count.get(ValueLayout.JAVA_INT, 0) != 1) {
			throw new IllegalStateException("JNI_GetCreatedJavaVMs tells of no JVM, status " + status);
		}
		return machine.get(ValueLayout.JAVA_LONG, 0);
	}

	private static long environment(Arena arena, long machine) throws Throwable {
		MemorySegment environment = arena.allocate(Long.BYTES, Long.BYTES);
		int status = (int) call(entry(machine, GET_ENV), machine, environment.address(), JNI_VERSION, 0, 0);
		if (status != 0) {
			throw new IllegalStateException("GetEnv has failed, status " + status);
		}
		return environment.get(ValueLayout.JAVA_LONG, 0);
	}

	/**
	 * Return an entry of the table to which the first word of an object of JNI points.
	 */
	private static long entry(long object, int index) {
		return word(word(object) + (long) index * Long.BYTES);
	}

	private static long word(long address) {
		return MemorySegment.ofAddress(address).reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
	}

	private static long text(Arena arena, String text) {
		return arena.allocateFrom(text).address();
	}

	/**
	 * Call a function of up to five integers or addresses. On x86-64 and aarch64 these
	 * are passed in registers, and those that a function does not know it does not look
	 * at (System V and AAPCS64 calling conventions). So one handle is enough for all;
	 * each further kind would take the JDK some 20 ms to make.
	 */
	private static long call(long function, long first, long second, long third, long fourth, long fifth)
			throws Throwable {
		MethodHandle handle = Linker.nativeLinker()
			.downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
					ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
		return (long) handle.invokeExact(MemorySegment.ofAddress(function), first, second, third, fourth, fifth);
	}

	static byte[] bytes() {
		return Base64.getDecoder().decode(BYTES);
	}

}
