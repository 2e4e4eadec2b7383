package io.coroutine.internal.jdk;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Has the JDK decide whether the message of an exception names a host: that depends on
 * {@code jdk.includeInExceptions}, a security property that a system property overrides.
 * Where that cannot be asked, messages are as they are by default. May be called from any
 * thread.
 */
public final class HostMessages {

	private static final @Nullable MethodHandle WITH_ADDRESS;

	private static final @Nullable MethodHandle HOST;

	static {
		MethodHandle withAddress = null;
		MethodHandle host = null;
		try {
			JdkPackages.open("jdk.internal.util");
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			Class<?> type = Class.forName("jdk.internal.util.Exceptions");
			Class<?> info = Class.forName("jdk.internal.util.Exceptions$SensitiveInfo");
			lookup = MethodHandles.privateLookupIn(type, lookup);
			withAddress = lookup.findStatic(type, "ioException",
					MethodType.methodType(IOException.class, IOException.class, SocketAddress.class));
			host = MethodHandles.filterReturnValue(
					lookup.findStatic(type, "filterNonSocketInfo", MethodType.methodType(info, String.class)),
					lookup.findStatic(type, "formatMsg", MethodType.methodType(String.class, info)));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			// Another JDK, or java.lang is not open to us
		}
		WITH_ADDRESS = withAddress;
		HOST = host;
	}

	private HostMessages() {
	}

	/**
	 * Return the failure of a connect, with the address in its message if that is wanted.
	 * @param failure the failure
	 * @param address the address
	 * @return a failure of the same type
	 */
	public static IOException withAddress(IOException failure, SocketAddress address) {
		if (WITH_ADDRESS == null) {
			return failure;
		}
		try {
			return (IOException) WITH_ADDRESS.invokeExact(failure, address);
		}
		catch (Throwable ex) {
			throw VirtualThreads.rethrow(ex);
		}
	}

	/**
	 * Return a message that consists of the name of a host.
	 * @param host the name
	 * @return the name, or an empty string if names are not wanted
	 */
	public static String ofHost(String host) {
		if (HOST == null) {
			return host;
		}
		try {
			return (String) HOST.invokeExact(host);
		}
		catch (Throwable ex) {
			throw VirtualThreads.rethrow(ex);
		}
	}

}
