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
 * {@link EnableAutoConfiguration Auto-configuration} for the socket hook.
 */
@AutoConfiguration(after = CoroutineAutoConfiguration.class)
@ConditionalOnCoroutineEnabled
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@EnableConfigurationProperties(SocketHookProperties.class)
public final class SocketHookAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketHookRegistration socketHookRegistration(CoroutineRuntime runtime, SocketHookProperties properties) {
		return new SocketHookRegistration(runtime, properties);
	}

	@Bean
	static DataSourceDependsOnHook dataSourceDependsOnSocketHook() {
		return new DataSourceDependsOnHook(SocketHookRegistration.class);
	}

}
