package io.coroutine.benchmarks.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Options given as {@code --name value} or {@code --name=value}.
 */
public final class CommandLine {

	private final Map<String, String> values = new HashMap<>();

	/**
	 * Read the options given.
	 * @param flags the options without a value
	 * @param names the options with a value
	 * @param arguments what was given
	 */
	public CommandLine(Set<String> flags, Set<String> names, String... arguments) {
		for (int i = 0; i < arguments.length; i++) {
			String[] parts = arguments[i].split("=", 2);
			String name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
			if (flags.contains(name) && parts.length == 1) {
				this.values.put(name, "true");
			}
			else if (!names.contains(name)) {
				throw new BenchmarkException("Unknown option '%s', try --help".formatted(arguments[i]));
			}
			else if (parts.length == 2) {
				this.values.put(name, parts[1]);
			}
			else if (++i < arguments.length) {
				this.values.put(name, arguments[i]);
			}
			else {
				throw new BenchmarkException("Option --%s needs a value".formatted(name));
			}
		}
	}

	public boolean has(String flag) {
		return this.values.containsKey(flag);
	}

	public String get(String name, String defaultValue) {
		return this.values.getOrDefault(name, defaultValue);
	}

	public int getNumber(String name, int defaultValue) {
		@Nullable String value = this.values.get(name);
		return (value != null) ? number(name, value) : defaultValue;
	}

	public List<Integer> getNumbers(String name, List<Integer> defaultValues) {
		return getList(name, defaultValues, (value) -> number(name, value));
	}

	/**
	 * Return constants named by their {@code toString}, separated by commas.
	 * @param <E> the type of the constants
	 * @param name the option
	 * @param defaultValues some of the constants, the default
	 * @return the constants in the order given
	 */
	public <E extends Enum<E>> List<E> getConstants(String name, List<E> defaultValues) {
		List<E> all = List.of(defaultValues.getFirst().getDeclaringClass().getEnumConstants());
		return getList(name, defaultValues, (value) -> all.stream()
			.filter((constant) -> constant.toString().equals(value))
			.findFirst()
			.orElseThrow(() -> new BenchmarkException("--%s: no '%s', there are %s".formatted(name, value, all))));
	}

	public List<String> getWords(String name, String defaultValue) {
		return Stream.of(get(name, defaultValue).trim().split("\\s+")).filter((word) -> !word.isEmpty()).toList();
	}

	private <T> List<T> getList(String name, List<T> defaultValues, Function<String, T> parser) {
		@Nullable String value = this.values.get(name);
		return (value != null) ? Stream.of(value.split(",")).map(String::trim).map(parser).distinct().toList()
				: defaultValues;
	}

	private static int number(String name, String value) {
		try {
			int number = Integer.parseInt(value);
			if (number > 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Reported below
		}
		throw new BenchmarkException("--%s: '%s' is not a positive number".formatted(name, value));
	}

}
