package io.coroutine.internal.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.coroutine.internal.jdk.JvmExit;

/**
 * What is to be done when a scheduler shuts down, before it waits for its coroutines: to
 * let go those who wait for something that takes no notice of an interrupt. Methods may
 * be called from any thread. Each action is run once at the most, by the thread that
 * shuts down, or by the one that adds it later.
 * <p>
 * And for whom it does not wait, as they wait for the shutdown.
 */
public final class ShutdownActions {

	private final Set<String> frames = ConcurrentHashMap.newKeySet();

	private final Object lock = new Object();

	/** Guarded by the lock, as all below. */
	private final List<Runnable> actions = new ArrayList<>();

	private boolean done;

	/**
	 * Create it.
	 */
	ShutdownActions() {
		this.frames.add(JvmExit.FRAME);
	}

	/**
	 * Add an action. Run at once if the scheduler is shut down already.
	 * @param action what to do; it must not throw or wait
	 */
	public void add(Runnable action) {
		synchronized (this.lock) {
			if (!this.done) {
				this.actions.add(action);
				return;
			}
		}
		action.run();
	}

	/**
	 * Take an action off, if it is there; it may be running.
	 * @param action what was added
	 */
	public void remove(Runnable action) {
		synchronized (this.lock) {
			this.actions.remove(action);
		}
	}

	/**
	 * Say where a thread waits for the shutdown, and takes no notice of an interrupt.
	 * {@link Runtime#exit} is known.
	 * @param method the name of the class and of the method, with a dot between
	 */
	public void waitsIn(String method) {
		this.frames.add(method);
	}

	/**
	 * Return where a thread waits for the shutdown.
	 */
	Set<String> frames() {
		return this.frames;
	}

	void run() {
		List<Runnable> todo;
		synchronized (this.lock) {
			this.done = true;
			todo = List.copyOf(this.actions);
			this.actions.clear();
		}
		todo.forEach(Runnable::run);
	}

}
