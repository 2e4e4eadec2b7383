package io.coroutine.autoconfigure;

import io.coroutine.ContextInheritance;
import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the engine.
 */
@AutoConfiguration
@ConditionalOnCoroutineEnabled
@EnableConfigurationProperties({ CoroutineProperties.class, EngineProperties.class })
public final class CoroutineAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CoroutineRuntime coroutineRuntime(CoroutineProperties properties, EngineProperties engine,
			ObjectProvider<ContextInheritance> inheritance) {
		return CoroutineRuntimeFactory.start(properties, engine, inheritance.getIfUnique());
	}

	@Bean
	CoroutineRuntimeInitializer coroutineRuntimeInitializer() {
		return new CoroutineRuntimeInitializer();
	}

	@Bean
	CoroutineStartupLogger coroutineStartupLogger(ApplicationContext context, ObjectProvider<CoroutineRuntime> runtimes,
			ObjectProvider<Hook> hooks) {
		return new CoroutineStartupLogger(context, runtimes, hooks);
	}

	/**
	 * A web server is started, and with it all filters and what they need, before
	 * {@link CoroutineRuntimeInitializer} has its turn.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebServerFactoryCustomizer.class)
	static class WebServerConfiguration {

		@Bean
		WebServerFactoryCustomizer<WebServerFactory> coroutineRuntimeBeforeWebServer(
				CoroutineRuntimeInitializer initializer, ListableBeanFactory beanFactory) {
			return (factory) -> initializer.initialize(beanFactory);
		}

	}

}
