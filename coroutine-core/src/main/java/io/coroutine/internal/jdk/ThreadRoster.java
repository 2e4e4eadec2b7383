package io.coroutine.internal.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Virtual threads that the thread dumps of the JDK show under a name of their own.
 * Whoever opens a roster knows its threads anyway, and tells them when there is a dump;
 * so the JDK keeps no set of them, which would take some 26 bytes for each, and an insert
 * into and a removal from a concurrent map.
 * <p>
 * Needs {@code java.lang} open from its first use on, as it is on event loops. Without,
 * the threads start as any others, and the JDK keeps its set. Methods may be called from
 * any thread.
 */
public final class ThreadRoster implements AutoCloseable {

	private static final @Nullable MethodHandle START;

	private static final @Nullable Method CREATE;

	private static final @Nullable Field MEMBERS;

	static {
		MethodHandle start = null;
		Method create = null;
		Field members = null;
		try {
			JdkPackages.open("jdk.internal.vm");
			Class<?> type = Class.forName("jdk.internal.vm.SharedThreadContainer");
			create = type.getDeclaredMethod("create", String.class);
			members = type.getDeclaredField("virtualThreads");
			Method starter = Thread.class.getDeclaredMethod("start", Class.forName("jdk.internal.vm.ThreadContainer"));
			if (create.trySetAccessible() && members.trySetAccessible() && starter.trySetAccessible()) {
				start = MethodHandles.lookup()
					.unreflect(starter)
					.asType(MethodType.methodType(void.class, Thread.class, Object.class));
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			// A JDK that has none of this keeps its set
		}
		START = start;
		CREATE = create;
		MEMBERS = members;
	}

	/** What the JDK calls a thread container, or {@code null} if it keeps its set. */
	private final @Nullable AutoCloseable container;

	private ThreadRoster(@Nullable AutoCloseable container) {
		this.container = container;
	}

	/**
	 * Open a roster.
	 * @param name the name of the group in a thread dump
	 * @param members returns the threads that live
	 * @return a new roster
	 */
	public static ThreadRoster open(String name, Supplier<Stream<Thread>> members) {
		return new ThreadRoster(createContainer(name, new Members(members)));
	}

	private static @Nullable AutoCloseable createContainer(String name, Set<Thread> members) {
		if (START == null || CREATE == null || MEMBERS == null) {
			return null;
		}
		try {
			AutoCloseable container = (AutoCloseable) CREATE.invoke(null, name);
			MEMBERS.set(container, members);
			return container;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Start a thread.
	 * @param thread a virtual thread that is not started
	 */
	public void start(Thread thread) {
		if (START == null || this.container == null) {
			thread.start();
			return;
		}
		try {
			START.invokeExact(thread, (Object) this.container);
		}
		catch (Throwable ex) {
			throw VirtualThreads.rethrow(ex);
		}
	}

	/**
	 * Take the roster out of thread dumps. Threads that live go on.
	 */
	@Override
	public void close() {
		if (this.container != null) {
			try {
				this.container.close();
			}
			catch (Exception ex) {
				throw VirtualThreads.rethrow(ex);
			}
		}
	}

	/**
	 * What the JDK takes for its own set.
	 */
	private static final class Members extends AbstractSet<Thread> {

		private final Supplier<Stream<Thread>> live;

		Members(Supplier<Stream<Thread>> live) {
			this.live = live;
		}

		@Override
		public boolean add(Thread thread) {
			return true;
		}

		@Override
		public boolean remove(@Nullable Object thread) {
			return true;
		}

		@Override
		public Iterator<Thread> iterator() {
			return this.live.get().iterator();
		}

		@Override
		public Spliterator<Thread> spliterator() {
			return this.live.get().spliterator();
		}

		@Override
		public int size() {
			return (int) this.live.get().count();
		}

	}

}
