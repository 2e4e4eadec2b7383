package io.coroutine.autoconfigure;

import io.coroutine.autoconfigure.net.NameServiceHookAutoConfiguration;
import io.coroutine.autoconfigure.net.SocketHookAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the processing ahead of time.
 */
class AheadOfTimeTests {

	@Test
	void whenProcessedAheadOfTimeThenBeansAreGeneratedAndNoThreadIsStarted() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(Application.class)), files);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
		}
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((name) -> name.contains("CoroutineAutoConfiguration__BeanDefinitions"))
			.anyMatch((name) -> name.contains("NameServiceHookAutoConfiguration__BeanDefinitions"))
			.anyMatch((name) -> name.contains("SocketHookAutoConfiguration__BeanDefinitions"));
		Carriers.awaitNone();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ CoroutineAutoConfiguration.class, NameServiceHookAutoConfiguration.class,
			SocketHookAutoConfiguration.class })
	static class Application {

	}

}
