package io.coroutine.internal.jdk;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Base64;
import java.util.List;

import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NativeKey}.
 */
class NativeKeyTests {

	@Test
	void whenClassIsMadeFromItsSourceThenItsBytesAreThoseOfTheKey() {
		ClassDesc module = ClassDesc.of("java.lang.Module");
		byte[] bytes = ClassFile.of()
			.build(ClassDesc.of(NativeKey.CLASS), (type) -> type.withFlags(AccessFlag.FINAL, AccessFlag.SYNTHETIC)
				.withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, (code) -> {
					code.ldc(ConstantDescs.CD_Object)
						.invokevirtual(ConstantDescs.CD_Class, "getModule", MethodTypeDesc.of(module))
						.ldc("java.lang")
						.invokevirtual(module, "implAddOpensToAllUnnamed",
								MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String));
					code.return_();
				}));
		assertThat(Base64.getEncoder().encodeToString(NativeKey.bytes()))
			.isEqualTo(Base64.getEncoder().encodeToString(bytes));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xcheck:jni", "-XX:+UseParallelGC", "-XX:+UseZGC", "-Xint" })
	void whenTurnedThenThePackageIsOpenAndTheJvmSaysNothing(String option) throws Exception {
		assertThat(ChildProcess
			.output(Turned.class,
					List.of("--enable-native-access=ALL-UNNAMED", "-Xlog:disable", "-Xlog:all=warning:stdout", option))
			.lines()).containsExactly("false false", "null", "true true", "null", "true true");
	}

	@Test
	void whenTwoDefineTheClassThenTheSecondFailsAsAnyJavaCodeDoes() throws Exception {
		assertThat(ChildProcess.output(Turned.class, List.of("--enable-native-access=ALL-UNNAMED"), "twice"))
			.contains("LinkageError")
			.contains("duplicate class definition")
			.endsWith("true true\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Eclipse OpenJ9 VM", "Substrate VM", "Zing 64-Bit Tiered VM" })
	void whenJvmIsNotHotSpotThenNotTried(String machine) {
		assertThat(NativeKey.unknown(machine, 25)).isEqualTo("this JVM (" + machine + ") is not HotSpot");
	}

	@ParameterizedTest
	@ValueSource(ints = { 24, 28 })
	void whenVersionIsNotKnownThenNotTried(int version) {
		assertThat(NativeKey.unknown("OpenJDK 64-Bit Server VM", version))
			.isEqualTo("this JDK (" + version + ") is none of the known versions 25 to 27");
	}

	@ParameterizedTest
	@ValueSource(strings = { "OpenJDK 64-Bit Server VM", "Java HotSpot(TM) 64-Bit Server VM" })
	void whenHotSpotOfAKnownVersionThenTried(String machine) {
		assertThat(List.of(25, 26, 27))
			.allSatisfy((version) -> assertThat(NativeKey.unknown(machine, version)).isNull());
	}

	/**
	 * Turns the key twice in a JVM in which nothing is open.
	 */
	static final class Turned {

		private Turned() {
		}

		static void main(String[] arguments) throws Throwable {
			print();
			System.out.println(NativeKey.turn());
			if (arguments.length > 0) {
				defineAgain();
			}
			print();
			System.out.println(NativeKey.turn());
			print();
		}

		private static void defineAgain() throws Throwable {
			try {
				NativeKey.defineClass();
			}
			catch (LinkageError ex) {
				System.out.println(ex);
			}
		}

		private static void print() {
			System.out.println(NativeKey.isTurned() + " " + JdkPackages.isOpen("java.lang"));
		}

	}

}
