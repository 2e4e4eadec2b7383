package io.coroutine.internal.inspect;

import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the stack of a thread that waits what it waits for: which method of the JDK
 * the application has called, and where.
 */
final class StackClues {

	private StackClues() {
	}

	/**
	 * Make a guess better.
	 * @param guess what is known without the stack
	 * @param stack the frames, the innermost first
	 */
	static WaitingFor refine(WaitingFor guess, StackTraceElement[] stack) {
		WaitKind kind = guess.kind();
		String text = guess.text();
		for (StackTraceElement frame : stack) {
			if (!"java.base".equals(frame.getModuleName())) {
				return new WaitingFor(kind, text + ", in " + frame);
			}
			// The outermost one that tells something is what the application has called
			WaitKind told = kind(frame.getClassName(), frame.getMethodName());
			if (told != null) {
				kind = told;
			}
		}
		return new WaitingFor(kind, text);
	}

	private static @Nullable WaitKind kind(String type, String method) {
		if (type.startsWith("sun.nio.ch.")) {
			return WaitKind.SOCKET;
		}
		if (type.equals("java.lang.Thread") && method.startsWith("sleep")) {
			return WaitKind.SLEEP;
		}
		if (type.equals("java.lang.Thread") && method.equals("join")) {
			return WaitKind.JOIN;
		}
		if (type.equals("java.lang.Object") && method.startsWith("wait")) {
			return WaitKind.CONDITION;
		}
		return (type.startsWith("java.util.concurrent.")) ? kindOfConcurrent(type) : null;
	}

	private static @Nullable WaitKind kindOfConcurrent(String type) {
		if (type.endsWith("Queue") || type.endsWith("Deque")) {
			return WaitKind.QUEUE;
		}
		if (type.endsWith("Future")) {
			return WaitKind.FUTURE;
		}
		return null;
	}

}
