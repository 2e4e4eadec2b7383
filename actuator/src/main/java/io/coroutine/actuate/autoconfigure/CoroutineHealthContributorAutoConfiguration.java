package io.coroutine.actuate.autoconfigure;

import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.actuate.CoroutinesHealthIndicator;
import io.coroutine.admission.AdmissionGates;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link CoroutinesHealthIndicator}.
 */
@AutoConfiguration(afterName = "io.coroutine.autoconfigure.CoroutineAutoConfiguration")
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnEnabledHealthIndicator("coroutines")
@EnableConfigurationProperties(CoroutineHealthProperties.class)
public final class CoroutineHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "coroutinesHealthIndicator", "coroutinesHealthContributor" })
	CoroutinesHealthIndicator coroutinesHealthIndicator(CoroutineRuntime runtime, ObjectProvider<AdmissionGates> gates,
			CoroutineHealthProperties properties) {
		return CoroutinesHealthIndicator.of(runtime, gates, checked("max-stall", properties.getMaxStall()),
				checked("max-shedding", properties.getMaxShedding()));
	}

	private static Duration checked(String name, Duration value) {
		if (value.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("coroutine.health." + name, value,
					"It must be 0 or more.");
		}
		return value;
	}

}
