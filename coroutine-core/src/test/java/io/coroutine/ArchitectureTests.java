package io.coroutine;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The structure of the code, checked over all classes of {@code io.coroutine} on the
 * class path. The starter runs these tests again, over all modules together. The order of
 * the packages of the core is checked by {@link RoomsTests}.
 */
class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption((location) -> !location.contains("-tests.jar"))
		.importPackages("io.coroutine");

	@Test
	void whenPackagesUseEachOtherThenWithoutCycles() {
		slices().matching("io.(**)").should().beFreeOfCycles().allowEmptyShould(true).check(classes);
	}

	@Test
	void whenSystemCallIsMadeThenInLinuxPackage() {
		// The way into the JDK is a call of the JVM, not of the system
		noClasses().that()
			.resideOutsideOfPackages("io.coroutine.internal.linux", "io.coroutine.internal.jdk")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.lang.foreign..")
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void whenPrivateMembersAreReachedThenInJdkPackage() {
		noClasses().that()
			.resideOutsideOfPackage("io.coroutine.internal.jdk")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("sun..", "jdk.internal..")
			.orShould()
			.dependOnClassesThat()
			.belongToAnyOf(AccessibleObject.class, Field.class, Constructor.class)
			.orShould()
			.callMethodWhere(reachesIntoOtherClasses())
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void whenPackageHoldsClassesThenItIsNullMarked() {
		assertThat(classes.stream().map(JavaClass::getPackage).distinct())
			.allSatisfy((javaPackage) -> assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
				.as(javaPackage.getName() + " is @NullMarked")
				.isTrue());
	}

	private static DescribedPredicate<JavaCall<?>> reachesIntoOtherClasses() {
		return DescribedPredicate
			.describe("the target gives access to private members", (call) -> call.getName().equals("privateLookupIn")
					|| (call.getTargetOwner().isEquivalentTo(Class.class) && call.getName().startsWith("getDeclared")));
	}

}
