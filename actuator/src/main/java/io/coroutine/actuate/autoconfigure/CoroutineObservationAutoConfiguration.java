package io.coroutine.actuate.autoconfigure;

import io.coroutine.CoroutineRuntime;
import io.coroutine.actuate.CoroutineObservationHandler;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link CoroutineObservationHandler}. Where nobody observes, there is none.
 */
@AutoConfiguration(afterName = { "io.coroutine.autoconfigure.CoroutineAutoConfiguration",
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnClass(ObservationHandler.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.observation.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CoroutineObservationProperties.class)
public final class CoroutineObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CoroutineObservationHandler coroutineObservationHandler() {
		return CoroutineObservationHandler.create();
	}

}
