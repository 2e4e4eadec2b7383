package io.coroutine.internal.inspect;

import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.coroutine.internal.stack.BlockingCall;

/**
 * Interrupts a thread where that harms nobody else. An interrupt closes the channel of a
 * file that the thread reads or writes, and that is the executable jar, a log file or a
 * database that all share; it makes a class unusable for ever whose initializer or
 * loading it ends. The stack tells whether the thread is in the middle of something like
 * that.
 * <p>
 * To look takes some tens of microseconds. Methods may be called from any thread but a
 * carrier. The thread may go on between the look and the interrupt; then the interrupt is
 * pending for what it does next, as any may be.
 */
public final class HarmlessInterrupt {

	/**
	 * Begin the names of classes below which files are read and written, or classes made.
	 */
	private static final List<String> FRAGILE = List.of("java.lang.ClassLoader", "java.lang.invoke.MethodHandleNatives",
			"java.nio.channels.spi.AbstractInterruptibleChannel", "java.util.jar.", "java.util.logging.",
			"java.util.zip.", "jdk.internal.loader.", "sun.nio.ch.FileChannelImpl", "ch.qos.logback.core.",
			"org.apache.juli.", "org.apache.logging.log4j.core.", "org.h2.mvstore.", "org.h2.store.",
			"org.springframework.boot.loader.");

	/** Methods of the JDK that wait, and for which an interrupt is no reason to stop. */
	private static final Set<String> UNINTERRUPTIBLE = Set.of("lock", "readLock", "writeLock", "acquireUninterruptibly",
			"awaitUninterruptibly", "awaitAdvance", "arriveAndAwaitAdvance");

	private HarmlessInterrupt() {
	}

	/**
	 * Interrupt a thread if it waits for something, the interrupt ends that wait, and
	 * harms nobody. A thread that computes, or waits for a lock, would have the interrupt
	 * pending for whatever it does next.
	 * @param thread the thread
	 * @return whether it was interrupted
	 */
	public static boolean ofWait(Thread thread) {
		Thread.State state = thread.getState();
		if (state != Thread.State.WAITING && state != Thread.State.TIMED_WAITING) {
			return false;
		}
		Object blocker = LockSupport.getBlocker(thread);
		List<StackTraceElement> stack = stack(thread);
		if (isFragile(stack) || !isInterruptible(stack) || thread.getState() != state
				|| LockSupport.getBlocker(thread) != blocker) {
			return false;
		}
		thread.interrupt();
		return true;
	}

	/**
	 * Interrupt a thread, be it waiting or not, if that harms nobody now.
	 * @param thread the thread
	 * @return whether it was interrupted
	 */
	public static boolean of(Thread thread) {
		if (isFragile(stack(thread))) {
			return false;
		}
		thread.interrupt();
		return true;
	}

	/**
	 * Return the frames, those on a stack that is lent to the thread first.
	 */
	private static List<StackTraceElement> stack(Thread thread) {
		StackTraceElement[] own = thread.getStackTrace();
		return (LockSupport.getBlocker(thread) instanceof BlockingCall<?> call)
				? Stream.concat(Stream.of(call.thread().getStackTrace()), Stream.of(own)).toList() : List.of(own);
	}

	private static boolean isFragile(List<StackTraceElement> stack) {
		return stack.stream()
			.anyMatch((frame) -> "<clinit>".equals(frame.getMethodName())
					|| FRAGILE.stream().anyMatch(frame.getClassName()::startsWith));
	}

	/**
	 * Look at the frames of the JDK at the top, which are those of the wait.
	 */
	private static boolean isInterruptible(List<StackTraceElement> stack) {
		return stack.stream()
			.takeWhile((frame) -> frame.getClassName().startsWith("java."))
			.noneMatch((frame) -> UNINTERRUPTIBLE.contains(frame.getMethodName())
					|| ("join".equals(frame.getMethodName()) && !"java.lang.Thread".equals(frame.getClassName())
							&& !"java.lang.VirtualThread".equals(frame.getClassName())));
	}

}
