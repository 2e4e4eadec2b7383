package io.coroutine.spring.jdbc;

import java.lang.ref.WeakReference;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What HikariCP remembers of the connections that were last used on one event loop: it
 * puts one here that comes back, and takes the last one first.
 * <p>
 * Any thread may call it: HikariCP goes through it step by step, and meanwhile the
 * coroutine may change its loop, or the loop its carrier. So it may have got shorter
 * between two steps; what is taken is nothing then.
 */
final class LoopShelf extends AbstractList<Object> {

	private static final WeakReference<@Nullable Object> NOTHING = new WeakReference<>(null);

	private final boolean weak;

	private final List<Object> connections = new ArrayList<>();

	/**
	 * Create a shelf.
	 * @param weak whether HikariCP puts references to connections on it
	 */
	LoopShelf(boolean weak) {
		this.weak = weak;
	}

	@Override
	public synchronized int size() {
		return this.connections.size();
	}

	@Override
	public synchronized @Nullable Object get(int index) {
		return has(index) ? this.connections.get(index) : nothing();
	}

	@Override
	public synchronized boolean add(Object connection) {
		return this.connections.add(connection);
	}

	@Override
	public synchronized @Nullable Object remove(int index) {
		return has(index) ? this.connections.remove(index) : nothing();
	}

	@Override
	public synchronized boolean remove(@Nullable Object connection) {
		return this.connections.remove(connection);
	}

	private boolean has(int index) {
		return index < this.connections.size();
	}

	private @Nullable Object nothing() {
		return (this.weak) ? NOTHING : null;
	}

}
