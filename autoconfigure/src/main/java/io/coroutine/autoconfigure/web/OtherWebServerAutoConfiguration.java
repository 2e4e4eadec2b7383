package io.coroutine.autoconfigure.web;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.tomcat.CoroutineTomcatAutoConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.WebApplicationContext;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what is to be told of web
 * servers whose requests do not run in coroutines.
 */
@AutoConfiguration(after = CoroutineTomcatAutoConfiguration.class)
@ConditionalOnCoroutineEnabled
@ConditionalOnWebApplication
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.tomcat.enabled", matchIfMissing = true)
public final class OtherWebServerAutoConfiguration {

	private static final String TOMCAT = "Tomcat";

	/**
	 * Stands where the hook of Tomcat would be.
	 */
	@Bean
	@ConditionalOnBean(OtherWebServer.class)
	@ConditionalOnMissingBean(name = "coroutineTomcatCustomizer")
	Hook coroutineOtherWebServerHook(OtherWebServer server) {
		return new OtherWebServerHook(server);
	}

	private static @Nullable String kind(ApplicationContext context) {
		WebServer server = (context instanceof WebServerApplicationContext serving) ? serving.getWebServer() : null;
		return (server != null) ? server.getClass().getSimpleName().replaceFirst("(Servlet)?WebServer$", "") : null;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(WebServerApplicationContext.class)
	@ConditionalOnNotWarDeployment
	static class EmbeddedConfiguration {

		@Bean
		OtherWebServer coroutineOtherWebServer(ApplicationContext context) {
			return new OtherWebServer(context, () -> {
				String kind = kind(context);
				return (TOMCAT.equals(kind)) ? null : kind;
			}, "only those of Tomcat can run in coroutines: to have them there, use spring-boot-starter-tomcat");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWarDeployment
	static class WarConfiguration {

		/** What tests have in place of a container. */
		private static final String MOCK = "MockServletContext";

		@Bean
		OtherWebServer coroutineOtherWebServer(WebApplicationContext context) {
			return new OtherWebServer(context, () -> {
				String container = (context.getServletContext() != null) ? context.getServletContext().getServerInfo()
						: MOCK;
				return (MOCK.equals(container)) ? null : container;
			}, "it was not the application that has started the container: to have them in coroutines,"
					+ " run it by itself, with Boot's embedded Tomcat");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(WebServerApplicationContext.class)
	static class ReactiveConfiguration {

		@Bean
		OtherWebServer coroutineOtherWebServer(ApplicationContext context) {
			return new OtherWebServer(context, () -> kind(context),
					"the application is reactive: coroutines are for code that blocks, as with Spring MVC on Tomcat");
		}

	}

}
