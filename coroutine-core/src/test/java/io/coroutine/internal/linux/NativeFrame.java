package io.coroutine.internal.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Runs a task below a frame of the C library, where it is pinned: as the comparison of
 * {@code qsort}.
 */
public final class NativeFrame {

	private static final FunctionDescriptor COMPARISON = FunctionDescriptor.of(ValueLayout.JAVA_INT,
			ValueLayout.ADDRESS, ValueLayout.ADDRESS);

	private static final MethodHandle QSORT = Linker.nativeLinker()
		.downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow("qsort"), FunctionDescriptor
			.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));

	private final Runnable task;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private NativeFrame(Runnable task) {
		this.task = task;
	}

	public static void below(Runnable task) {
		new NativeFrame(task).run();
	}

	private void run() {
		try (Arena arena = Arena.ofShared()) {
			MethodHandle compare = MethodHandles.lookup()
				.bind(this, "compare", MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
			MemorySegment stub = Linker.nativeLinker().upcallStub(compare, COMPARISON, arena);
			MemorySegment numbers = arena.allocateFrom(ValueLayout.JAVA_INT, 2, 1);
			QSORT.invokeExact(numbers, 2L, 4L, stub);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
		Throwable thrown = this.failure.get();
		if (thrown != null) {
			throw new IllegalStateException(thrown);
		}
	}

	/**
	 * Called by the C library, once for two numbers. What it throws would end the JVM.
	 */
	private int compare(MemorySegment first, MemorySegment second) {
		try {
			this.task.run();
		}
		catch (Throwable ex) {
			this.failure.set(ex);
		}
		return 0;
	}

}
