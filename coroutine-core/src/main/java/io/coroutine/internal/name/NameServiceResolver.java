package io.coroutine.internal.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.stream.Stream;

/**
 * Leaves the questions of coroutines to the {@link NameLookups} of their runtime, and
 * passes on those of all other threads as if it were not there. Called by the JDK from
 * any thread, for names only: it reads literal addresses itself.
 */
final class NameServiceResolver implements InetAddressResolver {

	private final InetAddressResolver behind;

	/**
	 * Create the resolver.
	 * @param behind who knows the answers
	 */
	NameServiceResolver(InetAddressResolver behind) {
		this.behind = behind;
	}

	@Override
	public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
		NameLookups lookups = RuntimeLookups.ofCaller();
		if (lookups == null) {
			return this.behind.lookupByName(host, policy);
		}
		return lookups.ask(new NameQuestion.AddressesOf(host, policy.characteristics()), this.behind).stream();
	}

	@Override
	public String lookupByAddress(byte[] address) throws UnknownHostException {
		if (NameServiceChoice.isProbing()) {
			throw new UnknownHostException("This was only to find out who is asked");
		}
		NameLookups lookups = RuntimeLookups.ofCaller();
		if (lookups == null) {
			return this.behind.lookupByAddress(address);
		}
		return lookups.ask(new NameQuestion.NameOf(InetAddress.getByAddress(address)), this.behind);
	}

}
