package io.coroutine.actuate;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.coroutine.CoroutineFilter;
import io.coroutine.StackMode;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

/**
 * What a dump is asked for, as text. Values that mean nothing are refused in words, which
 * the conversion of Actuator's own parameters does not do.
 *
 * @param state what the coroutines do
 * @param mode where their frames are
 * @param loop the index of their event loop
 * @param waitingFor what they wait for
 * @param olderThan how long they live at least
 * @param path the path of their request, or one above it
 * @param limit how many groups to show at most
 */
record DumpFilters(@Nullable String state, @Nullable String mode, @Nullable String loop, @Nullable String waitingFor,
		@Nullable String olderThan, @Nullable String path, @Nullable String limit) {

	private static final int DEFAULT_LIMIT = 100;

	private static final int HIGHEST_LIMIT = 10_000;

	/**
	 * Return the coroutines that are asked for.
	 * @throws InvalidRequestException if a value means nothing
	 */
	CoroutineFilter filter() {
		return new CoroutineFilter(constant("state", this.state, CoroutineState.class),
				constant("mode", this.mode, StackMode.class),
				parse("loop", this.loop, "an index of an event loop, from 0 on",
						(text) -> number(text, 0, Integer.MAX_VALUE)),
				constant("waitingFor", this.waitingFor, WaitKind.class),
				parse("olderThan", this.olderThan, "a time such as 500ms, 10s or 5m", DurationStyle::detectAndParse),
				parse("path", this.path, "a path that begins with a slash", DumpFilters::path));
	}

	/**
	 * Return how many groups are asked for.
	 * @throws InvalidRequestException if the value means nothing
	 */
	int most() {
		Integer number = parse("limit", this.limit, "a number of groups from 1 to " + HIGHEST_LIMIT,
				(text) -> number(text, 1, HIGHEST_LIMIT));
		return (number != null) ? number : DEFAULT_LIMIT;
	}

	private static int number(String text, int least, int most) {
		int number = Integer.parseInt(text);
		if (number < least || number > most) {
			throw new IllegalArgumentException("Out of range");
		}
		return number;
	}

	private static String path(String text) {
		if (!text.startsWith("/")) {
			throw new IllegalArgumentException("No slash");
		}
		return text;
	}

	private static <E extends Enum<E>> @Nullable E constant(String name, @Nullable String text, Class<E> type) {
		String known = Arrays.stream(type.getEnumConstants()).map(Names::of).collect(Collectors.joining(", "));
		return parse(name, text, "one of " + known,
				(value) -> Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_')));
	}

	private static <T> @Nullable T parse(String name, @Nullable String text, String expected,
			Function<String, T> parser) {
		if (!StringUtils.hasText(text)) {
			return null;
		}
		try {
			return parser.apply(text.trim());
		}
		catch (RuntimeException ex) {
			throw new InvalidRequestException(400, "'" + text + "' is no value for " + name + ": give " + expected);
		}
	}

}
