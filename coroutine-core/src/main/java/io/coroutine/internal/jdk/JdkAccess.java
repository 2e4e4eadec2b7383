package io.coroutine.internal.jdk;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/**
 * What the event-loop engine needs of the JVM: {@code java.lang} open to it, and native
 * access. Both come from options, or by native means, which the JDK allows with a
 * warning.
 *
 * @param obstacle why the engine does not get it, or {@code null} if it does
 * @param isNative whether {@code java.lang} was opened by native means
 * @param isWarned whether the JDK warns of native access that no option enables
 */
public record JdkAccess(@Nullable String obstacle, boolean isNative, boolean isWarned) {

	/** The option that enables native access. */
	public static final String NATIVE_OPTION = "--enable-native-access=" + target();

	/** The option that opens {@code java.lang}. */
	public static final String OPEN_OPTION = "--add-opens=java.base/java.lang=" + target();

	private static final String CLOSED = "java.lang is not open to this application: the JVM option " + OPEN_OPTION
			+ " is missing";

	/**
	 * Ask for access. Further calls may ask for more, and never get less.
	 * @param nativeMeans whether to open {@code java.lang} by native means, and to use
	 * native access without an option for it
	 * @return what was got
	 */
	public static synchronized JdkAccess request(boolean nativeMeans) {
		boolean enabled = JdkAccess.class.getModule().isNativeAccessEnabled();
		String obstacle = open(nativeMeans);
		if (obstacle == null && !enabled && !(nativeMeans && isNativeAccessAllowed())) {
			obstacle = "native access is not enabled: the JVM option " + NATIVE_OPTION + " is missing";
		}
		if (obstacle == null) {
			obstacle = VirtualThreads.find();
		}
		return new JdkAccess(obstacle, NativeKey.isTurned(), !enabled);
	}

	private static @Nullable String open(boolean nativeMeans) {
		if (JdkPackages.isOpen("java.lang")) {
			return null;
		}
		if (!nativeMeans) {
			return CLOSED + ", and native means to open it are not wanted";
		}
		String obstacle = NativeKey.turn();
		if (JdkPackages.isOpen("java.lang")) {
			// Maybe by a copy of this class that came first
			return null;
		}
		return CLOSED + ", and native means have not opened it"
				+ ((obstacle != null) ? ": " + obstacle : " to a named module");
	}

	/**
	 * Ask by a harmless call, of which the JDK warns if nothing enables it.
	 */
	private static boolean isNativeAccessAllowed() {
		try {
			return MemorySegment.NULL.reinterpret(0).byteSize() == 0;
		}
		catch (IllegalCallerException ex) {
			return false;
		}
	}

	private static String target() {
		Module module = JdkAccess.class.getModule();
		return (module.isNamed()) ? module.getName() : "ALL-UNNAMED";
	}

}
