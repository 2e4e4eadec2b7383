package io.coroutine.compatibility.isolation;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Where a value of a request is kept.
 *
 * @param name what it is called in findings
 * @param kind who puts the value there
 * @param inherited whether coroutines that the request forks, and its tasks, have it
 * @param reader returns the value, or {@code null} if there is none
 * @param writer puts a value there
 * @param expected tells what is there in a request
 */
record Place(String name, Kind kind, boolean inherited, Supplier<@Nullable String> reader, Consumer<String> writer,
		Function<Token, String> expected) {

	/**
	 * Who puts the value there.
	 */
	enum Kind {

		/** The framework, before the handler begins. */
		GIVEN,

		/** The handler; a coroutine that it forks may put its own there. */
		OWN,

		/** The handler; what it forks shares it. */
		SHARED

	}

	static Place given(String name, Supplier<@Nullable String> reader, Function<Token, String> expected) {
		return new Place(name, Kind.GIVEN, true, reader, (_) -> {
		}, expected);
	}

	static Place own(String name, boolean inherited, Supplier<@Nullable String> reader, Consumer<String> writer) {
		return new Place(name, Kind.OWN, inherited, reader, writer, Token::toString);
	}

	static Place shared(String name, Supplier<@Nullable String> reader, Consumer<String> writer) {
		return new Place(name, Kind.SHARED, true, reader, writer, Token::toString);
	}

}
