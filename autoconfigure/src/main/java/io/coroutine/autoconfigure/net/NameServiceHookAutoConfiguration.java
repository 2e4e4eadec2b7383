package io.coroutine.autoconfigure.net;

import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the name service hook.
 */
@AutoConfiguration(after = CoroutineAutoConfiguration.class)
@ConditionalOnCoroutineEnabled
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@EnableConfigurationProperties(NameServiceHookProperties.class)
public final class NameServiceHookAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	NameServiceHookRegistration nameServiceHookRegistration(CoroutineRuntime runtime,
			NameServiceHookProperties properties) {
		return new NameServiceHookRegistration(runtime, properties);
	}

	@Bean
	static DataSourceDependsOnHook dataSourceDependsOnNameServiceHook() {
		return new DataSourceDependsOnHook(NameServiceHookRegistration.class);
	}

}
