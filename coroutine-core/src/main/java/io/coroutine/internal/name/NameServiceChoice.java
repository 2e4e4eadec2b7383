package io.coroutine.internal.name;

import java.net.InetAddress;
import java.net.spi.InetAddressResolverProvider;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import io.coroutine.internal.jdk.SharedJvm;
import org.jspecify.annotations.Nullable;

/**
 * Which provider the JDK has chosen: it does so once in a process, at the first look-up,
 * and does not tell. Methods may be called from any thread.
 */
public final class NameServiceChoice {

	private static volatile boolean ours;

	private static volatile @Nullable Thread prober;

	private NameServiceChoice() {
	}

	/**
	 * Note that the JDK has asked {@link NameServiceProvider} for its resolver.
	 */
	static void fellOnUs() {
		ours = true;
	}

	/**
	 * Tell whether the caller's look-up is not meant seriously.
	 */
	static boolean isProbing() {
		return prober == Thread.currentThread();
	}

	/**
	 * Make the JDK choose, if it has not yet, and tell why it has not chosen our
	 * provider.
	 * @return why, or {@code null} if it has
	 */
	public static synchronized @Nullable String obstacle() {
		String shared = SharedJvm.reason();
		if (shared != null) {
			return shared;
		}
		try {
			if (!ours) {
				probe();
			}
			return (ours) ? null : whyNot();
		}
		catch (ServiceConfigurationError ex) {
			return "the JDK cannot load a name service provider: " + ex.getMessage();
		}
	}

	/**
	 * Look up what the JDK has in no cache, and what every other name service has in a
	 * file.
	 */
	private static void probe() {
		prober = Thread.currentThread();
		try {
			InetAddress.ofLiteral("127.0.0.1").getHostName();
		}
		finally {
			prober = null;
		}
	}

	private static String whyNot() {
		if (System.getProperty("jdk.net.hosts.file") != null) {
			return "the system property jdk.net.hosts.file is set, and the JDK asks no other name service then";
		}
		Class<?> first = ServiceLoader.load(InetAddressResolverProvider.class)
			.stream()
			.findFirst()
			.<Class<?>>map(ServiceLoader.Provider::type)
			.orElse(null);
		if (first != null && first != NameServiceProvider.class) {
			return "another library's name service provider comes first: " + first.getName();
		}
		return "a name was looked up before this hook could be seen, and the JDK asks for name services once only";
	}

}
