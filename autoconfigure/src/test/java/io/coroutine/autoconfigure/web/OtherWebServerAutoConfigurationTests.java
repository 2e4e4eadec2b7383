package io.coroutine.autoconfigure.web;

import io.coroutine.Hook;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.tomcat.CoroutineTomcatAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.context.servlet.AnnotationConfigServletWebApplicationContext;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.web.MockServletContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OtherWebServerAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherWebServerAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(CoroutineAutoConfiguration.class,
			CoroutineTomcatAutoConfiguration.class, OtherWebServerAutoConfiguration.class);

	private static final String STAY = "Requests stay on the threads of ";

	private static final String JETTY = STAY + "Jetty, as only those of Tomcat can run in coroutines: to have them "
			+ "there, use spring-boot-starter-tomcat";

	private final WebApplicationContextRunner jetty = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(CONFIGURATIONS)
		.withConfiguration(AutoConfigurations.of(JettyServletWebServerAutoConfiguration.class))
		.withPropertyValues("server.port=0", "coroutine.loops.count=1");

	@Test
	void whenJettyServesThenOneLineAndTheHookTellWhyAndWhatToDo(CapturedOutput output) {
		this.jetty
			.withClassLoader(new FilteredClassLoader("org.apache.catalina", "org.apache.coyote",
					"org.springframework.boot.tomcat"))
			.run((context) -> {
				assertThat(output).containsOnlyOnce(JETTY).containsOnlyOnce(STAY);
				assertThat(context.getBean(Hook.class).name()).isEqualTo("tomcat");
				assertThat(context.getBean(Hook.class).status())
					.isEqualTo(new Hook.Status(false, "requests stay on the threads of the web server, as only those "
							+ "of Tomcat can run in coroutines: to have them there, use spring-boot-starter-tomcat"));
			});
	}

	@Test
	void whenJettyServesThoughTomcatIsThereThenOneLineTellsIt(CapturedOutput output) {
		this.jetty.run((context) -> {
			assertThat(context).hasSingleBean(Hook.class);
			assertThat(output).containsOnlyOnce(JETTY);
		});
	}

	@Test
	void whenItIsSwitchedOffThenNothingIsTold(CapturedOutput output) {
		this.jetty.withPropertyValues("coroutine.tomcat.enabled=false").run((_) -> {
		});
		this.jetty.withPropertyValues("coroutine.enabled=false").run((_) -> {
		});
		assertThat(output).doesNotContain(STAY);
	}

	@Test
	void whenTomcatServesThenNothingIsTold(CapturedOutput output) {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(CONFIGURATIONS)
			.withConfiguration(AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class))
			.withPropertyValues("server.port=0", "coroutine.loops.count=1")
			.run((context) -> assertThat(context).hasSingleBean(Hook.class));
		assertThat(output).contains("Coroutines run on").doesNotContain(STAY);
	}

	@Test
	void whenAContainerHasStartedTheApplicationThenItsNameAndTheReasonAreTold(CapturedOutput output) {
		new WebApplicationContextRunner(() -> {
			AnnotationConfigServletWebApplicationContext context = new AnnotationConfigServletWebApplicationContext();
			context.setServletContext(new MockServletContext() {

				@Override
				public String getServerInfo() {
					return "Container/7";
				}

			});
			return context;
		}).withConfiguration(CONFIGURATIONS).run((context) -> assertThat(context).hasSingleBean(Hook.class));
		assertThat(output).containsOnlyOnce(
				STAY + "Container/7, as it was not the application that has started the container: to have them in "
						+ "coroutines, run it by itself, with Boot's embedded Tomcat");
	}

	@Test
	void whenATestHasAMockOfAContainerThenNothingIsTold(CapturedOutput output) {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Coroutines run on").doesNotContain(STAY);
	}

	@Test
	void whenTheApplicationIsReactiveThenTheReasonIsTold(CapturedOutput output) {
		new ReactiveWebApplicationContextRunner(AnnotationConfigReactiveWebServerApplicationContext::new)
			.withConfiguration(CONFIGURATIONS)
			.withBean(HttpHandler.class, () -> (_, response) -> response.setComplete())
			.withBean(ReactiveWebServerFactory.class, () -> (_) -> new PaperWebServer())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(STAY + "Paper, as the application is reactive: coroutines are for code "
				+ "that blocks, as with Spring MVC on Tomcat");
	}

	@Test
	void whenThereIsNoWebServerThenNothingIsTold(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(Hook.class));
		assertThat(output).contains("Coroutines run on").doesNotContain(STAY);
	}

	/**
	 * Serves nobody.
	 */
	private static final class PaperWebServer implements WebServer {

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public int getPort() {
			return -1;
		}

	}

}
