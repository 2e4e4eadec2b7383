package io.coroutine.spring.jdbc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.coroutine.internal.loop.EventLoop;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.DirectFieldAccessor;

/**
 * Has a pool of HikariCP prefer the connections that were last used on the event loop of
 * the borrower. A connection that is used on another loop than before has to be watched
 * by that one, and its database process is woken from another CPU.
 * <p>
 * HikariCP remembers for each thread, in a thread-local, what it has used last. A
 * coroutine is new with each request and has used nothing, so for the time in which it
 * borrows or gives back it is given what its loop remembers. The thread-local is private:
 * should a version of HikariCP have no such field, its order is left as it is. Any thread
 * may call it.
 */
final class LoopShelves {

	private static final System.Logger logger = System.getLogger(LoopShelves.class.getName());

	private final HikariDataSource pool;

	private final Map<EventLoop, LoopShelf> shelves = new ConcurrentHashMap<>();

	private volatile @Nullable Memory memory;

	LoopShelves(HikariDataSource pool) {
		this.pool = pool;
	}

	/**
	 * Give the caller what its loop remembers, if it is on one.
	 * @return takes that away again, or {@code null} if there is nothing
	 */
	@Nullable Memory open() {
		EventLoop loop = EventLoop.current();
		Memory known = (loop != null) ? memory() : null;
		if (known == null || known.ofThread() == null) {
			return null;
		}
		known.ofThread().set(this.shelves.computeIfAbsent(loop, (_) -> new LoopShelf(known.weak())));
		return known;
	}

	private @Nullable Memory memory() {
		Memory known = this.memory;
		if (known == null && this.pool.getHikariPoolMXBean() instanceof HikariPool started) {
			known = Memory.of(started);
			this.memory = known;
		}
		return known;
	}

	/**
	 * Where the pool remembers.
	 *
	 * @param ofThread what each thread has used last, or {@code null} if the pool does
	 * not have it where it is looked for
	 * @param weak whether these are references
	 */
	record Memory(@Nullable ThreadLocal<List<Object>> ofThread, boolean weak) implements AutoCloseable {

		/**
		 * Have the caller forget.
		 */
		@Override
		public void close() {
			if (this.ofThread != null) {
				this.ofThread.remove();
			}
		}

		@SuppressWarnings("unchecked")
		private static Memory of(HikariPool pool) {
			// As Spring Boot reads the pool of a HikariDataSource
			DirectFieldAccessor fields = new DirectFieldAccessor(pool);
			try {
				return new Memory((ThreadLocal<List<Object>>) fields.getPropertyValue("connectionBag.threadLocalList"),
						Boolean.TRUE.equals(fields.getPropertyValue("connectionBag.useWeakThreadLocals")));
			}
			catch (RuntimeException ex) {
				logger.log(System.Logger.Level.DEBUG,
						"Connections are borrowed in the order of HikariCP, as this version of it is not known", ex);
				return new Memory(null, false);
			}
		}

	}

}
