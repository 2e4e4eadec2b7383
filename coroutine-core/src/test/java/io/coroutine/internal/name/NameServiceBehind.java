package io.coroutine.internal.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A provider for the class path of child processes. It passes questions on to the JDK's
 * own resolver and says on which thread; {@code slow.example} it answers itself, when the
 * test lets it.
 */
public final class NameServiceBehind extends InetAddressResolverProvider {

	private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

	static final AtomicInteger slowAsked = new AtomicInteger();

	static volatile boolean slowAnswers;

	@Override
	public String name() {
		return "behind";
	}

	@Override
	public InetAddressResolver get(Configuration configuration) {
		InetAddressResolver builtin = configuration.builtinResolver();
		return new InetAddressResolver() {

			@Override
			public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
				if ("slow.example".equals(host)) {
					return slow(host);
				}
				report(host);
				return builtin.lookupByName(host, policy);
			}

			@Override
			public String lookupByAddress(byte[] address) throws UnknownHostException {
				report(InetAddress.getByAddress(address).getHostAddress());
				return builtin.lookupByAddress(address);
			}

		};
	}

	private static void report(String question) {
		System.out.println(question + " asked by " + Thread.currentThread().getName());
	}

	private static Stream<InetAddress> slow(String host) throws UnknownHostException {
		slowAsked.incrementAndGet();
		long deadline = System.nanoTime() + LIMIT_NANOS;
		while (!slowAnswers) {
			// Like native code, this does not give the carrier back
			Thread.onSpinWait();
			if (System.nanoTime() - deadline > 0) {
				throw new UnknownHostException("The test has not let it answer");
			}
		}
		return Stream.of(InetAddress.getByAddress(host, new byte[] { 10, 0, 0, 1 }));
	}

}
