package io.coroutine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rooms of the core: its packages, which may use which, and how large they are.
 */
class RoomsTests {

	/**
	 * The packages of the core, top to bottom. A class may use its own package and those
	 * further down, and none further up.
	 */
	static final List<String> TOP_TO_BOTTOM = List.of("io.coroutine.net", "io.coroutine.internal.accept",
			"io.coroutine.internal.hook", "io.coroutine.internal.name", "io.coroutine.scope", "io.coroutine.generator",
			"io.coroutine.internal.transport", "io.coroutine.internal.socket", "io.coroutine", "io.coroutine.local",
			"io.coroutine.internal.local", "io.coroutine.channel", "io.coroutine.admission",
			"io.coroutine.internal.scheduler", "io.coroutine.internal.inspect", "io.coroutine.internal.readiness",
			"io.coroutine.internal.loop", "io.coroutine.internal.stack", "io.coroutine.internal.stall",
			"io.coroutine.internal.flight", "io.coroutine.internal.fiber", "io.coroutine.internal.measure",
			"io.coroutine.internal.timer", "io.coroutine.internal.wait", "io.coroutine.snapshot",
			"io.coroutine.internal.linux", "io.coroutine.internal.jdk");

	private static final int MOST_FILES = 25;

	/** So many classes may each reach each other. */
	private static final int LARGEST_KNOT = 8;

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
		.importPackages("io.coroutine");

	@Test
	void whenPackageHoldsClassesThenItHasAPlaceInTheOrder() {
		assertThat(files().keySet()).containsExactlyInAnyOrderElementsOf(TOP_TO_BOTTOM);
	}

	@Test
	void whenClassUsesAnotherRoomThenOneFurtherDown() {
		assertThat(classes.stream()
			.flatMap((type) -> type.getDirectDependenciesFromSelf().stream())
			.filter((dependency) -> isUpward(dependency))
			.map(Dependency::getDescription)).isEmpty();
	}

	@Test
	void whenRoomIsEnteredThenItIsNotCrowded() {
		assertThat(files())
			.allSatisfy((room, files) -> assertThat(files).as("files of " + room).hasSizeLessThanOrEqualTo(MOST_FILES));
	}

	@Test
	void whenClassesReachEachOtherThenTheyAreFew() {
		assertThat(new Knots(uses()).largerThan(LARGEST_KNOT)).isEmpty();
	}

	@Test
	void whenClassesReachEachOtherInARingThenItIsFoundAsAKnot() {
		Map<String, Set<String>> uses = Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a", "d"), "d",
				Set.of());
		assertThat(new Knots(uses).largerThan(2)).containsExactly(Set.of("a", "b", "c"));
		assertThat(new Knots(uses).largerThan(3)).isEmpty();
	}

	private static boolean isUpward(Dependency dependency) {
		int from = place(dependency.getOriginClass());
		int to = place(dependency.getTargetClass());
		return from >= 0 && to >= 0 && to < from;
	}

	private static int place(JavaClass type) {
		return TOP_TO_BOTTOM.indexOf(type.getPackageName());
	}

	private static Map<String, Set<String>> files() {
		return classes.stream()
			.filter((type) -> !"package-info".equals(type.getSimpleName()))
			.collect(Collectors.groupingBy(JavaClass::getPackageName,
					Collectors.mapping(RoomsTests::file, Collectors.toCollection(TreeSet::new))));
	}

	/**
	 * Which files of a room use which of the same room.
	 */
	private static Map<String, Set<String>> uses() {
		Map<String, Set<String>> uses = new LinkedHashMap<>();
		for (JavaClass type : classes) {
			Set<String> targets = uses.computeIfAbsent(file(type), (file) -> new HashSet<>());
			for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
				JavaClass target = dependency.getTargetClass();
				if (target.getPackageName().equals(type.getPackageName())) {
					targets.add(file(target));
				}
			}
		}
		return uses;
	}

	/**
	 * Return the name of the class that has the file of a class.
	 */
	private static String file(JavaClass type) {
		String name = type.getBaseComponentType().getName();
		int nested = name.indexOf('$');
		return (nested >= 0) ? name.substring(0, nested) : name;
	}

	/**
	 * Finds what reaches each other (Tarjan, "Depth-first search and linear graph
	 * algorithms", 1972).
	 */
	private static final class Knots {

		private final Map<String, Set<String>> uses;

		private final Map<String, Integer> numbers = new HashMap<>();

		private final Map<String, Integer> lowest = new HashMap<>();

		private final Deque<String> open = new ArrayDeque<>();

		private final List<Set<String>> knots = new ArrayList<>();

		Knots(Map<String, Set<String>> uses) {
			this.uses = uses;
			uses.keySet().forEach((name) -> {
				if (!this.numbers.containsKey(name)) {
					visit(name);
				}
			});
		}

		List<Set<String>> largerThan(int size) {
			return this.knots.stream().filter((knot) -> knot.size() > size).toList();
		}

		private void visit(String name) {
			this.numbers.put(name, this.numbers.size());
			this.lowest.put(name, this.numbers.get(name));
			this.open.push(name);
			for (String used : this.uses.getOrDefault(name, Set.of())) {
				if (!this.numbers.containsKey(used)) {
					visit(used);
					this.lowest.merge(name, this.lowest.get(used), Math::min);
				}
				else if (this.open.contains(used)) {
					this.lowest.merge(name, this.numbers.get(used), Math::min);
				}
			}
			if (this.lowest.get(name).equals(this.numbers.get(name))) {
				Set<String> knot = new TreeSet<>();
				do {
					knot.add(this.open.peek());
				}
				while (!this.open.pop().equals(name));
				this.knots.add(knot);
			}
		}

	}

}
