package io.coroutine.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.coroutine.CoroutineDump;
import io.coroutine.CoroutineInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The live coroutines, those with the same stack together.
 *
 * @param live how many there were when the dump began
 * @param shown how many of them are in the groups
 * @param omittedGroups how many groups are left out, the smallest
 * @param omitted how many coroutines are left out with them
 * @param groups the groups, the largest first
 */
public record DumpDescriptor(long live, long shown, long omittedGroups, long omitted,
		List<GroupDescriptor> groups) implements OperationResponseBody {

	static DumpDescriptor of(CoroutineDump dump) {
		return new DumpDescriptor(dump.live(), dump.shown(), dump.omittedGroups(), dump.omitted(),
				dump.groups().stream().map(GroupDescriptor::of).toList());
	}

	/**
	 * Coroutines with the same stack.
	 *
	 * @param count how many
	 * @param inferred how many of them were not read, as all others that look the same
	 * from outside have this stack
	 * @param states how many of them by what they do
	 * @param waitingFor how many of them by the kind of thing they wait for
	 * @param waitExample what one of them waits for, or {@code null} if none waits
	 * @param stackModes how many of them by where their frames are
	 * @param oldestMilliseconds how long the oldest lives, to some 20 ms
	 * @param examples some of them, the oldest
	 * @param stack their frames, the innermost first
	 */
	public record GroupDescriptor(long count, long inferred, Map<String, Long> states, Map<String, Long> waitingFor,
			@Nullable String waitExample, Map<String, Long> stackModes, long oldestMilliseconds,
			List<ExampleDescriptor> examples, List<String> stack) {

		static GroupDescriptor of(CoroutineDump.Group group) {
			return new GroupDescriptor(group.count(), group.inferred(), named(group.states()),
					named(group.waitingFor()), group.waitExample(), named(group.stackModes()),
					group.oldest().toMillis(), group.examples().stream().map(ExampleDescriptor::of).toList(),
					group.frames().stream().map(StackTraceElement::toString).toList());
		}

		private static Map<String, Long> named(Map<? extends Enum<?>, Long> counts) {
			Map<String, Long> named = new LinkedHashMap<>();
			counts.forEach((constant, count) -> named.put(Names.of(constant), count));
			return named;
		}

	}

	/**
	 * One of the coroutines.
	 *
	 * @param id its number, that of its thread
	 * @param name its name
	 * @param request the method and path of the request that it serves, or {@code null}
	 * if it serves none
	 */
	public record ExampleDescriptor(long id, String name, @Nullable String request) {

		static ExampleDescriptor of(CoroutineInfo info) {
			return new ExampleDescriptor(info.id(), info.name(),
					(info.workingFor() != null) ? info.workingFor().toString() : null);
		}

	}

}
