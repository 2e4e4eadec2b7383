package io.coroutine.autoconfigure;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the engine.
 */
@AutoConfiguration
@ConditionalOnCoroutineEnabled
@EnableConfigurationProperties(CoroutineProperties.class)
public final class CoroutineAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CoroutineRuntime coroutineRuntime(CoroutineProperties properties) {
		return CoroutineRuntimeFactory.start(properties);
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

}
