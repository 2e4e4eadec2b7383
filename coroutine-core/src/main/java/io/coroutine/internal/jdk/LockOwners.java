package io.coroutine.internal.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;

import org.jspecify.annotations.Nullable;

/**
 * Tells who holds a lock of {@code java.util.concurrent}. Needs
 * {@code --add-opens java.base/java.util.concurrent.locks=ALL-UNNAMED}, without which no
 * owner is known. May be called from any thread.
 */
public final class LockOwners {

	private static final @Nullable MethodHandle OWNER = findOwner();

	private LockOwners() {
	}

	private static @Nullable MethodHandle findOwner() {
		try {
			var owner = AbstractOwnableSynchronizer.class.getDeclaredMethod("getExclusiveOwnerThread");
			return (owner.trySetAccessible()) ? MethodHandles.lookup()
				.unreflect(owner)
				.asType(MethodType.methodType(Thread.class, AbstractOwnableSynchronizer.class)) : null;
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	/**
	 * Return who holds a lock.
	 * @param lock what a thread is parked on
	 * @return the owner, or {@code null} if there is none or it is not known
	 */
	public static @Nullable Thread ownerOf(Object lock) {
		if (OWNER == null || !(lock instanceof AbstractOwnableSynchronizer synchronizer)) {
			return null;
		}
		try {
			return (Thread) OWNER.invokeExact(synchronizer);
		}
		catch (Throwable ex) {
			throw VirtualThreads.rethrow(ex);
		}
	}

}
