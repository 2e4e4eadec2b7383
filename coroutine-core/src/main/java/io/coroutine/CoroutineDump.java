package io.coroutine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines of a runtime, those with the same stack together.
 *
 * @param live how many lived when the dump began
 * @param shown how many of them are in the groups
 * @param groups the groups, the largest first
 * @param omittedGroups how many groups are left out, the smallest ones; with very many
 * different stacks there are more
 * @param omitted how many coroutines would be in the groups that are left out
 */
public record CoroutineDump(long live, long shown, List<Group> groups, long omittedGroups, long omitted) {

	/**
	 * Coroutines with the same stack.
	 *
	 * @param count how many
	 * @param inferred how many of them were not read, as all others that look the same
	 * from outside have this stack; only where there are very many
	 * @param states how many of them by what they do
	 * @param waitingFor how many of them by the kind of thing they wait for
	 * @param stackModes how many of them by where their frames are
	 * @param oldest the age of the oldest
	 * @param examples some of them, the oldest
	 * @param frames the frames, the innermost first
	 */
	public record Group(long count, long inferred, Map<CoroutineState, Long> states, Map<WaitKind, Long> waitingFor,
			Map<StackMode, Long> stackModes, Duration oldest, List<CoroutineInfo> examples,
			List<StackTraceElement> frames) {

		/**
		 * Return what one of them waits for, in words.
		 * @return what it waits for, or {@code null} if none waits
		 */
		public @Nullable String waitExample() {
			for (CoroutineInfo example : this.examples) {
				if (example.waitingFor() != null) {
					return example.waitingFor().text();
				}
			}
			return null;
		}

	}

}
