package io.coroutine.internal.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;

import org.jspecify.annotations.Nullable;

/**
 * Tells who holds a lock of {@code java.util.concurrent}. Needs {@code java.lang} open,
 * without which no owner is known. May be called from any thread.
 */
public final class LockOwners {

	private LockOwners() {
	}

	/**
	 * Return who holds a lock.
	 * @param lock what a thread is parked on
	 * @return the owner, or {@code null} if there is none or it is not known
	 */
	public static @Nullable Thread ownerOf(Object lock) {
		if (!(lock instanceof AbstractOwnableSynchronizer synchronizer) || !JdkPackages.isOpen("java.lang")
				|| Members.OWNER == null) {
			return null;
		}
		try {
			return (Thread) Members.OWNER.invokeExact(synchronizer);
		}
		catch (Throwable ex) {
			throw VirtualThreads.rethrow(ex);
		}
	}

	/**
	 * Initialized when {@code java.lang} is open.
	 */
	private static final class Members {

		static final @Nullable MethodHandle OWNER = findOwner();

		private Members() {
		}

		private static @Nullable MethodHandle findOwner() {
			try {
				JdkPackages.open("java.util.concurrent.locks");
				Method owner = AbstractOwnableSynchronizer.class.getDeclaredMethod("getExclusiveOwnerThread");
				owner.setAccessible(true);
				return MethodHandles.lookup()
					.unreflect(owner)
					.asType(MethodType.methodType(Thread.class, AbstractOwnableSynchronizer.class));
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				// Another JDK
				return null;
			}
		}

	}

}
