package io.coroutine.internal.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.util.List;

import io.coroutine.internal.jdk.HostMessages;

/**
 * What is asked of a name service. Equal questions have the same answer.
 *
 * @param <T> the type of the answer
 */
sealed interface NameQuestion<T> {

	/**
	 * Ask, and wait for the answer.
	 */
	T ask(InetAddressResolver resolver) throws UnknownHostException;

	/**
	 * Return what is looked up, for messages.
	 */
	String subject();

	/**
	 * Return a message about this question. It begins with what is looked up, unless the
	 * JDK is told not to name hosts in messages.
	 * @param what what has become of it
	 */
	default String about(String what) {
		String host = HostMessages.ofHost(subject());
		return (host.isEmpty()) ? what : host + ": " + what;
	}

	/**
	 * Which addresses a host has.
	 *
	 * @param host its name, as it was written: the answer repeats it
	 * @param characteristics those of the {@link LookupPolicy}
	 */
	record AddressesOf(String host, int characteristics) implements NameQuestion<List<InetAddress>> {

		@Override
		public List<InetAddress> ask(InetAddressResolver resolver) throws UnknownHostException {
			return resolver.lookupByName(this.host, LookupPolicy.of(this.characteristics)).toList();
		}

		@Override
		public String subject() {
			return this.host;
		}

	}

	/**
	 * Which name an address has.
	 */
	record NameOf(InetAddress address) implements NameQuestion<String> {

		@Override
		public String ask(InetAddressResolver resolver) throws UnknownHostException {
			return resolver.lookupByAddress(this.address.getAddress());
		}

		@Override
		public String subject() {
			return this.address.getHostAddress();
		}

	}

}
