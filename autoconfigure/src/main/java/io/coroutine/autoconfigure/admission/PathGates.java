package io.coroutine.autoconfigure.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.coroutine.tomcat.admission.RequestGate;
import io.coroutine.tomcat.admission.RequestGates;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Chooses the gate of a request by its path: none for the actuator and what is excluded,
 * else that of the class with the most specific pattern, else the general one. Any thread
 * may call it.
 */
final class PathGates implements RequestGates {

	/** The paths come decoded. */
	private static final PathContainer.Options DECODED = PathContainer.Options.create('/', false);

	private final Supplier<ManagementPaths> management;

	private final List<Rule> rules;

	private final @Nullable RequestGate general;

	/**
	 * Create it.
	 * @param management the paths of the actuator, asked for with the first request, when
	 * all its endpoints are there
	 * @param excluded patterns of what is always let in
	 * @param classes the gates of the classes, by their patterns
	 * @param general the gate of all others, or {@code null} if they are let in
	 * @throws org.springframework.web.util.pattern.PatternParseException if one is no
	 * pattern
	 */
	PathGates(Supplier<ManagementPaths> management, List<String> excluded, Map<String, RequestGate> classes,
			@Nullable RequestGate general) {
		PathPatternParser parser = new PathPatternParser();
		parser.setPathOptions(DECODED);
		List<Rule> all = new ArrayList<>();
		classes.forEach((pattern, gate) -> all.add(new Rule(parse(parser, pattern), gate)));
		// The sort is stable, so it comes first where a class has the same pattern
		excluded.forEach((pattern) -> all.addFirst(new Rule(parse(parser, pattern), null)));
		all.sort(Comparator.comparing(Rule::pattern));
		this.management = SingletonSupplier.of(management);
		this.rules = List.copyOf(all);
		this.general = general;
	}

	private static PathPattern parse(PathPatternParser parser, String pattern) {
		return parser.parse(parser.initFullPathPattern(pattern));
	}

	@Override
	public @Nullable RequestGate gateFor(String path) {
		if (this.management.get().contains(path)) {
			return null;
		}
		if (!this.rules.isEmpty()) {
			PathContainer parsed = PathContainer.parsePath(path, DECODED);
			for (Rule rule : this.rules) {
				if (rule.pattern().matches(parsed)) {
					return rule.gate();
				}
			}
		}
		return this.general;
	}

	/**
	 * What holds for a pattern.
	 */
	private record Rule(PathPattern pattern, @Nullable RequestGate gate) {
	}

}
