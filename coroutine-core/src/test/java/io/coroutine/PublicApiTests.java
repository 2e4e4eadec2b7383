package io.coroutine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the core offers to applications. Whoever adds to it, or takes something away, does
 * so knowingly: it must be listed. With {@code -Dpublic-api.write} the list is made anew.
 */
class PublicApiTests {

	private static final Path LIST = Path.of("src/test/public-api.txt");

	private static final String INTERNAL = "io.coroutine.internal";

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
		.importPackages("io.coroutine");

	@Test
	void whenSomethingIsPublicThenItIsListed() throws IOException {
		List<String> offered = publicTypes().flatMap(PublicApiTests::lines).sorted().distinct().toList();
		if (System.getProperty("public-api.write") != null) {
			Files.write(LIST, offered);
		}
		assertThat(offered).containsExactlyElementsOf(Files.readAllLines(LIST));
	}

	@Test
	void whenMemberIsPublicThenItShowsNothingInternal() {
		Set<String> leaks = publicTypes().flatMap((type) -> visibleMembers(type))
			.filter((member) -> member.getAllInvolvedRawTypes()
				.stream()
				.anyMatch((type) -> type.getBaseComponentType().getPackageName().startsWith(INTERNAL)))
			.map(JavaMember::getFullName)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(leaks).isEmpty();
	}

	private static Stream<JavaClass> publicTypes() {
		return classes.stream()
			.filter((type) -> !type.getPackageName().startsWith(INTERNAL))
			.filter((type) -> isVisible(type));
	}

	private static boolean isVisible(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC)
				&& type.getEnclosingClass().map(PublicApiTests::isVisible).orElse(true);
	}

	private static Stream<JavaMember> visibleMembers(JavaClass type) {
		return type.getMembers()
			.stream()
			.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC)
					|| member.getModifiers().contains(JavaModifier.PROTECTED))
			.filter((member) -> !member.getModifiers().contains(JavaModifier.SYNTHETIC)
					&& !member.getModifiers().contains(JavaModifier.BRIDGE));
	}

	private static Stream<String> lines(JavaClass type) {
		return Stream.concat(Stream.of(type.getName()),
				visibleMembers(type).map((member) -> type.getName() + " " + signature(member)));
	}

	private static String signature(JavaMember member) {
		return (member instanceof JavaCodeUnit code)
				? code.getName() + code.getRawParameterTypes()
					.stream()
					.map(JavaClass::getSimpleName)
					.collect(Collectors.joining(", ", "(", ")")) + " " + code.getRawReturnType().getSimpleName()
				: member.getName();
	}

}
