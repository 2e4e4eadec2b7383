package io.coroutine.internal.jdk;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedJvm}.
 */
class SharedJvmTests {

	private final ClassLoader withServlets = new WithServlets();

	@Test
	void whenThereAreNoServletsThenTheJvmIsOurs() {
		assertThat(SharedJvm.reason(ClassLoader.getPlatformClassLoader())).isNull();
		assertThat(SharedJvm.reason()).isNull();
	}

	@Test
	void whenServletsComeWithUsThenTheJvmIsOurs() {
		assertThat(SharedJvm.reason(this.withServlets)).isNull();
	}

	@Test
	void whenServletsComeFromAboveThenTheJvmIsThatOfTheContainer() {
		assertThat(SharedJvm.reason(new ClassLoader(this.withServlets) {
		})).contains("the container that has started it");
	}

	private static final class WithServlets extends ClassLoader {

		private WithServlets() {
			super(ClassLoader.getPlatformClassLoader());
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			if (!name.equals("jakarta.servlet.Servlet")) {
				throw new ClassNotFoundException(name);
			}
			byte[] bytes = ClassFile.of().build(ClassDesc.of(name), (builder) -> {
			});
			return defineClass(name, bytes, 0, bytes.length);
		}

	}

}
