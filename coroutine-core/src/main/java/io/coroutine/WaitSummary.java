package io.coroutine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.inspect.FiberSnapshot;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;

/**
 * What coroutines waited for at a moment, those that waited for the same together.
 *
 * @param looked how many coroutines were looked at
 * @param waiting how many of these waited
 * @param groups what they waited for, the most frequent first
 */
public record WaitSummary(int looked, int waiting, List<Group> groups) {

	/**
	 * Coroutines that wait for the same.
	 *
	 * @param kind the kind of what they wait for
	 * @param text what exactly, for people to read, without what differs from one to the
	 * other: the number of a coroutine, the identity of an object that is no lock, or the
	 * port that a client got from its system
	 * @param count how many there are
	 */
	public record Group(WaitKind kind, String text, int count) {
	}

	static WaitSummary of(List<Fiber> fibers) {
		Map<WaitingFor, Integer> counts = new HashMap<>();
		int looked = 0;
		for (Fiber fiber : fibers) {
			FiberSnapshot seen = FiberSnapshot.of(fiber, false).orElse(null);
			if (seen != null) {
				looked++;
				if (seen.waitingFor() != null) {
					counts.merge(WaitLikeness.of(seen.waitingFor()), 1, Integer::sum);
				}
			}
		}
		List<Group> groups = new ArrayList<>();
		counts.forEach((what, count) -> groups.add(new Group(what.kind(), what.text(), count)));
		groups.sort(Comparator.comparingInt(Group::count).reversed().thenComparing(Group::text));
		return new WaitSummary(looked, groups.stream().mapToInt(Group::count).sum(), List.copyOf(groups));
	}

}
