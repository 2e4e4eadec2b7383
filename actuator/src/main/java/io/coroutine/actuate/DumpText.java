package io.coroutine.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.coroutine.actuate.CoroutineDescriptor.WaitDescriptor;
import io.coroutine.actuate.DumpDescriptor.ExampleDescriptor;
import io.coroutine.actuate.DumpDescriptor.GroupDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Dumps as text that a person reads.
 */
final class DumpText {

	private DumpText() {
	}

	static String of(DumpDescriptor dump) {
		StringBuilder text = new StringBuilder();
		text.append(dump.shown()).append(" of ").append(dump.live()).append(" coroutines, in ");
		text.append(dump.groups().size()).append(" groups of the same stack\n");
		if (dump.omitted() > 0) {
			text.append("Left out are ").append(dump.omitted()).append(" more in smaller groups: raise the limit\n");
		}
		dump.groups().forEach((group) -> append(text, group));
		return text.toString();
	}

	private static void append(StringBuilder text, GroupDescriptor group) {
		text.append('\n')
			.append(group.count())
			.append((group.count() > 1) ? " coroutines: " : " coroutine: ")
			.append(counts(group.states()));
		if (!group.waitingFor().isEmpty()) {
			text.append("; for ").append(counts(group.waitingFor()));
			text.append(", such as ").append(group.waitExample());
		}
		text.append("; stack ").append(counts(group.stackModes()));
		text.append("; the oldest lives for ").append(age(group.oldestMilliseconds())).append('\n');
		group.examples().forEach((example) -> append(text, example));
		if (group.count() > group.examples().size()) {
			text.append("  and ").append(group.count() - group.examples().size()).append(" more");
			text.append((group.inferred() > 0) ? ", of which " + group.inferred() + " were not read as they look alike"
					: "");
			text.append('\n');
		}
		append(text, group.stack());
	}

	private static void append(StringBuilder text, ExampleDescriptor example) {
		text.append("  ").append(title(example.id(), example.name(), example.request())).append('\n');
	}

	private static void append(StringBuilder text, List<String> frames) {
		frames.forEach((frame) -> text.append("\tat ").append(frame).append('\n'));
	}

	private static String counts(Map<String, Long> counts) {
		return counts.entrySet()
			.stream()
			.map((entry) -> (counts.size() > 1) ? entry.getValue() + " " + entry.getKey() : entry.getKey())
			.collect(Collectors.joining(", "));
	}

	private static String title(long id, String name, @Nullable String request) {
		return "#" + id + " \"" + name + "\"" + ((request != null) ? " " + request : "");
	}

	private static String age(long milliseconds) {
		Duration age = Duration.ofMillis(milliseconds);
		if (age.toMinutes() == 0) {
			return milliseconds / 1000 + "." + milliseconds % 1000 / 100 + " s";
		}
		return age.toHours() + "h " + age.toMinutesPart() + "m " + age.toSecondsPart() + "s";
	}

	static String of(CoroutineDescriptor coroutine) {
		StringBuilder text = new StringBuilder();
		text.append(title(coroutine.id(), coroutine.name(), coroutine.request())).append('\n');
		if (coroutine.traceId() != null) {
			text.append("  trace ").append(coroutine.traceId()).append('\n');
		}
		text.append("  ").append(coroutine.state());
		WaitDescriptor wait = coroutine.waitingFor();
		if (wait != null) {
			text.append(" for ").append(wait.kind()).append(": ").append(wait.description());
		}
		text.append("; stack ").append(coroutine.stackMode());
		if (coroutine.loop() != null) {
			text.append("; loop ").append(coroutine.loop());
		}
		text.append("; lives for ").append(age(coroutine.ageMilliseconds())).append('\n');
		append(text, coroutine.stack());
		return text.toString();
	}

}
