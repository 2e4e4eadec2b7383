package io.coroutine.internal.fiber;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All fibers of a scheduler. Methods may be called from any thread.
 */
public record FiberRegistries(List<FiberRegistry> all) {

	/**
	 * Say what the fibers belong to. Called before there are any.
	 * @param timed whether to note when they start
	 */
	public void belongTo(Object owner, boolean timed) {
		this.all.forEach((registry) -> registry.belongTo(owner, timed));
	}

	/**
	 * Let no more fibers start.
	 */
	public void close() {
		this.all.forEach(FiberRegistry::close);
	}

	/**
	 * Return the fibers that live, in any order, and one or the other perhaps twice.
	 */
	public List<Fiber> liveUnsorted() {
		List<Fiber> found = new ArrayList<>();
		this.all.forEach((registry) -> registry.addLiveTo(found));
		return found;
	}

	/**
	 * Return the fibers that live, each once, in the order of their numbers.
	 */
	public List<Fiber> live() {
		List<Fiber> found = liveUnsorted();
		found.sort(Comparator.comparingLong(Fiber::id));
		List<Fiber> live = new ArrayList<>(found.size());
		for (Fiber fiber : found) {
			if (live.isEmpty() || live.getLast() != fiber) {
				live.add(fiber);
			}
		}
		return live;
	}

	/**
	 * Return some of the fibers that live, each as likely as another: all if there are
	 * few, else about as many as asked for. Goes through all references nevertheless, a
	 * chunk at a time under its lock.
	 * @param size how many to return, at least 1
	 */
	public List<Fiber> sample(int size) {
		long live = this.all.stream().mapToLong((registry) -> registry.counts().live()).sum();
		int step = Math.clamp(Math.ceilDiv(live, size), 1, Integer.MAX_VALUE);
		if (step == 1) {
			return live();
		}
		List<Fiber> found = new ArrayList<>();
		this.all.forEach((registry) -> registry.addSampleTo(found, step));
		return found;
	}

	/**
	 * Find a fiber that lives.
	 * @return the fiber, or {@code null} if there is none of this number
	 */
	public @Nullable Fiber find(long id) {
		for (FiberRegistry registry : this.all) {
			Fiber fiber = registry.find(id);
			if (fiber != null) {
				return fiber;
			}
		}
		return null;
	}

}
