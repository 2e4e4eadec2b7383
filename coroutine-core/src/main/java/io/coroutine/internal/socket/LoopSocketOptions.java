package io.coroutine.internal.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The options of a {@code LoopSocketImpl} by {@link SocketOption}: those that the JDK's
 * own client sockets have here. Any thread may call, with a descriptor that stays open
 * meanwhile.
 */
public final class LoopSocketOptions {

	private static final Map<SocketOption<?>, NativeOption> OPTIONS = findOptions();

	private LoopSocketOptions() {
	}

	private static Map<SocketOption<?>, NativeOption> findOptions() {
		Map<SocketOption<?>, NativeOption> options = new HashMap<>();
		options.put(StandardSocketOptions.IP_TOS, NativeOption.IP_TOS);
		options.put(StandardSocketOptions.SO_KEEPALIVE, NativeOption.SO_KEEPALIVE);
		options.put(StandardSocketOptions.SO_LINGER, NativeOption.SO_LINGER);
		options.put(StandardSocketOptions.SO_RCVBUF, NativeOption.SO_RCVBUF);
		options.put(StandardSocketOptions.SO_REUSEADDR, NativeOption.SO_REUSEADDR);
		options.put(StandardSocketOptions.SO_REUSEPORT, NativeOption.SO_REUSEPORT);
		options.put(StandardSocketOptions.SO_SNDBUF, NativeOption.SO_SNDBUF);
		options.put(StandardSocketOptions.TCP_NODELAY, NativeOption.TCP_NODELAY);
		for (SocketOption<?> option : optionsOfChannels()) {
			NativeOption extended = switch (option.name()) {
				case "SO_INCOMING_NAPI_ID" -> NativeOption.SO_INCOMING_NAPI_ID;
				case "TCP_KEEPCOUNT" -> NativeOption.TCP_KEEPCOUNT;
				case "TCP_KEEPIDLE" -> NativeOption.TCP_KEEPIDLE;
				case "TCP_KEEPINTERVAL" -> NativeOption.TCP_KEEPINTERVAL;
				case "TCP_QUICKACK" -> NativeOption.TCP_QUICKACK;
				default -> null;
			};
			if (extended != null) {
				options.put(option, extended);
			}
		}
		return Collections.unmodifiableMap(options);
	}

	/**
	 * The extended options come from a module that an application may lack. Channels tell
	 * which there are.
	 */
	private static Set<SocketOption<?>> optionsOfChannels() {
		try (SocketChannel channel = SocketChannel.open()) {
			return channel.supportedOptions();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The options of sockets cannot be found out", ex);
		}
	}

	public static Set<SocketOption<?>> supported() {
		return OPTIONS.keySet();
	}

	public static NativeOption check(SocketOption<?> option) {
		NativeOption known = OPTIONS.get(option);
		if (known == null) {
			throw new UnsupportedOperationException("'" + option + "' not supported");
		}
		return known;
	}

	public static void check(SocketOption<?> option, @Nullable Object value) {
		check(option);
		if (!option.type().isInstance(value)) {
			throw new IllegalArgumentException("Invalid value '" + value + "'");
		}
	}

	public static void set(int descriptor, SocketOption<?> option, @Nullable Object value) throws SocketException {
		NativeOption known = check(option);
		if (known == NativeOption.SO_INCOMING_NAPI_ID) {
			throw new SocketException("Attempt to set read only option " + known);
		}
		if (value instanceof Boolean flag) {
			known.set(descriptor, flag ? 1 : 0);
		}
		else if (value instanceof Integer number) {
			known.set(descriptor, number);
		}
	}

	public static <T> T get(int descriptor, SocketOption<T> option) throws SocketException {
		int value = check(option).get(descriptor);
		return (option.type() == Boolean.class) ? option.type().cast(value != 0) : option.type().cast(value);
	}

}
