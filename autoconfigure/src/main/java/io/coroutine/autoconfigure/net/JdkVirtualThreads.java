package io.coroutine.autoconfigure.net;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import io.coroutine.internal.jdk.VirtualThreads;

/**
 * Starts a virtual thread of the JDK for each task, also where a coroutine asks for it: a
 * virtual thread runs where the one does that starts it, so it would run on the event
 * loops, and no longer than these. May be used by any thread.
 */
final class JdkVirtualThreads implements Executor {

	private final String prefix;

	private final Executor scheduler;

	private final AtomicLong number = new AtomicLong();

	private JdkVirtualThreads(String prefix, Executor scheduler) {
		this.prefix = prefix;
		this.scheduler = scheduler;
	}

	/**
	 * Create an executor. To be called by a platform thread, whose virtual threads are
	 * those of the JDK.
	 * @param prefix the names of the threads are this and a number
	 */
	static JdkVirtualThreads named(String prefix) {
		return new JdkVirtualThreads(prefix, VirtualThreads.schedulerOf(Thread.ofVirtual().unstarted(() -> {
		})));
	}

	@Override
	public void execute(Runnable task) {
		VirtualThreads.newThread(this.scheduler, this.prefix + this.number.getAndIncrement(), task).start();
	}

}
