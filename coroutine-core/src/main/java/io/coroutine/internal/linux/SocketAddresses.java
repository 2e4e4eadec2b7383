package io.coroutine.internal.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * Converts between {@code struct sockaddr_in}, {@code struct sockaddr_in6} and
 * {@link InetSocketAddress}. Any thread may call it.
 */
public final class SocketAddresses {

	static final int AF_INET = 2;

	static final int AF_INET6 = 10;

	/** Bytes of the largest address. */
	public static final int MAX_SIZE = 28;

	private static final int IPV4_SIZE = 16;

	private static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
		.withOrder(ByteOrder.BIG_ENDIAN);

	private SocketAddresses() {
	}

	/**
	 * Encode an address for a socket of a family. A socket of {@link #AF_INET6} gets an
	 * IPv4 address in its mapped form.
	 */
	static MemorySegment encode(int family, InetAddress address, int port) {
		byte[] bytes = new byte[(family == AF_INET) ? IPV4_SIZE : MAX_SIZE];
		MemorySegment segment = MemorySegment.ofArray(bytes);
		segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) family);
		segment.set(NETWORK_SHORT, 2, (short) port);
		byte[] raw = address.getAddress();
		if (family == AF_INET) {
			if (!(address instanceof Inet4Address)) {
				throw new IllegalArgumentException(
						"An IPv6 address cannot be used here, as IPv6 is not available: " + address);
			}
			System.arraycopy(raw, 0, bytes, 4, raw.length);
		}
		else if (address instanceof Inet6Address ipv6) {
			System.arraycopy(raw, 0, bytes, 8, raw.length);
			segment.set(ValueLayout.JAVA_INT_UNALIGNED, 24, ipv6.getScopeId());
		}
		else if (!address.isAnyLocalAddress()) {
			bytes[18] = (byte) 0xff;
			bytes[19] = (byte) 0xff;
			System.arraycopy(raw, 0, bytes, 20, raw.length);
		}
		return segment;
	}

	/**
	 * Decode an address, IPv4 in mapped form included.
	 * @param bytes the address as the system has written it
	 * @return the address
	 */
	public static InetSocketAddress decode(byte[] bytes) {
		MemorySegment segment = MemorySegment.ofArray(bytes);
		int family = segment.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0);
		int port = segment.get(NETWORK_SHORT, 2) & 0xffff;
		try {
			if (family == AF_INET) {
				byte[] raw = new byte[4];
				System.arraycopy(bytes, 4, raw, 0, raw.length);
				return new InetSocketAddress(InetAddress.getByAddress(raw), port);
			}
			byte[] raw = new byte[16];
			System.arraycopy(bytes, 8, raw, 0, raw.length);
			int scope = segment.get(ValueLayout.JAVA_INT_UNALIGNED, 24);
			InetAddress address = (scope != 0) ? Inet6Address.getByAddress(null, raw, scope)
					: InetAddress.getByAddress(raw);
			return new InetSocketAddress(address, port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("The kernel returned an address of a wrong length", ex);
		}
	}

}
