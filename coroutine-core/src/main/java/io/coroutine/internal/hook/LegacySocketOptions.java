package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOptions;

import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.socket.NativeOption;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link LoopSocketImpl} by the numbers of {@link SocketOptions}, which
 * is how {@link java.net.Socket} itself asks for them. Any thread may call, with a
 * descriptor that stays open meanwhile.
 */
final class LegacySocketOptions {

	private LegacySocketOptions() {
	}

	static int timeout(@Nullable Object value) throws SocketException {
		int millis = toInt(value, "SO_TIMEOUT");
		if (millis < 0) {
			throw new SocketException("timeout < 0");
		}
		return millis;
	}

	static void set(int descriptor, int option, @Nullable Object value) throws SocketException {
		NativeOption known = find(option);
		int number = switch (known) {
			case SO_LINGER -> (Boolean.FALSE.equals(value)) ? -1 : toInt(value, known.name());
			case SO_RCVBUF, SO_SNDBUF -> positive(toInt(value, known.name()), known.name());
			case IP_TOS -> toInt(value, known.name());
			default -> toFlag(value, known.name());
		};
		try {
			known.set(descriptor, number);
		}
		catch (IllegalArgumentException ex) {
			throw new SocketException(ex.getMessage());
		}
	}

	static Object get(int descriptor, int option) throws SocketException {
		if (option == SocketOptions.SO_BINDADDR) {
			return localAddress(descriptor);
		}
		NativeOption known = find(option);
		int value = known.get(descriptor);
		return switch (known) {
			case SO_LINGER -> (value < 0) ? (Object) false : (Object) value;
			case SO_RCVBUF, SO_SNDBUF, IP_TOS -> value;
			default -> value != 0;
		};
	}

	private static Object localAddress(int descriptor) throws SocketException {
		try {
			return Sockets.localAddress(descriptor).getAddress();
		}
		catch (SocketException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new SocketException(ex.getMessage(), ex);
		}
	}

	private static NativeOption find(int option) throws SocketException {
		return switch (option) {
			case SocketOptions.IP_TOS -> NativeOption.IP_TOS;
			case SocketOptions.SO_KEEPALIVE -> NativeOption.SO_KEEPALIVE;
			case SocketOptions.SO_LINGER -> NativeOption.SO_LINGER;
			case SocketOptions.SO_OOBINLINE -> NativeOption.SO_OOBINLINE;
			case SocketOptions.SO_RCVBUF -> NativeOption.SO_RCVBUF;
			case SocketOptions.SO_REUSEADDR -> NativeOption.SO_REUSEADDR;
			case SocketOptions.SO_REUSEPORT -> NativeOption.SO_REUSEPORT;
			case SocketOptions.SO_SNDBUF -> NativeOption.SO_SNDBUF;
			case SocketOptions.TCP_NODELAY -> NativeOption.TCP_NODELAY;
			default -> throw new SocketException("Unknown option " + option);
		};
	}

	private static int toInt(@Nullable Object value, String name) throws SocketException {
		if (value instanceof Integer number) {
			return number;
		}
		throw new SocketException("Bad value for " + name);
	}

	private static int toFlag(@Nullable Object value, String name) throws SocketException {
		if (value instanceof Boolean flag) {
			return flag ? 1 : 0;
		}
		throw new SocketException("Bad value for " + name);
	}

	private static int positive(int value, String name) throws SocketException {
		if (value <= 0) {
			throw new SocketException(name + " <= 0");
		}
		return value;
	}

}
