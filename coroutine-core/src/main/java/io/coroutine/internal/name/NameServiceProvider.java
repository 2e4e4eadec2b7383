package io.coroutine.internal.name;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.ServiceLoader;

import io.coroutine.internal.jdk.SharedJvm;

/**
 * Gives the JDK the resolver behind {@code NameServiceHook}. For the JDK, which finds it
 * as a service at the first look-up of the process, not for applications.
 * <p>
 * The JDK takes the first provider of the class path only. When that is this one, the
 * provider that comes next is asked instead of the JDK's own resolver: what an
 * application had before goes on to work.
 */
public final class NameServiceProvider extends InetAddressResolverProvider {

	/**
	 * Called by {@link ServiceLoader}.
	 */
	public NameServiceProvider() {
	}

	@Override
	public String name() {
		return "coroutine";
	}

	@Override
	public InetAddressResolver get(Configuration configuration) {
		if (SharedJvm.reason() != null) {
			// The JDK keeps the resolver for ever
			return behind(configuration);
		}
		InetAddressResolver resolver = new NameServiceResolver(behind(configuration));
		NameServiceChoice.fellOnUs();
		return resolver;
	}

	private static InetAddressResolver behind(Configuration configuration) {
		return ServiceLoader.load(InetAddressResolverProvider.class)
			.stream()
			.filter((provider) -> provider.type() != NameServiceProvider.class)
			.findFirst()
			.map((provider) -> provider.get().get(configuration))
			.orElseGet(configuration::builtinResolver);
	}

}
