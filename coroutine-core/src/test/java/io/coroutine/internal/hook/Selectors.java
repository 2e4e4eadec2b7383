package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A selector of proxies that writes down what it is told. It is the one of the JDK until
 * it is closed.
 */
final class Selectors extends ProxySelector implements AutoCloseable {

	private final @Nullable ProxySelector before = ProxySelector.getDefault();

	private final Function<URI, @Nullable List<Proxy>> choice;

	private final List<String> calls = new CopyOnWriteArrayList<>();

	Selectors(Function<URI, @Nullable List<Proxy>> choice) {
		this.choice = choice;
		ProxySelector.setDefault(this);
	}

	/**
	 * Return the calls of the JDK, each with what it has given.
	 */
	List<String> calls() {
		return this.calls;
	}

	@Override
	@SuppressWarnings("NullAway") // Some return null, which they should not
	public @Nullable List<Proxy> select(URI uri) {
		this.calls.add("select " + uri);
		return this.choice.apply(uri);
	}

	@Override
	public void connectFailed(URI uri, SocketAddress address, IOException failure) {
		this.calls.add("failed " + uri + " by " + address + " " + failure);
	}

	@Override
	public void close() {
		ProxySelector.setDefault(this.before);
	}

}
