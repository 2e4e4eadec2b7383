package io.coroutine.actuate.autoconfigure;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.actuate.CoroutinesEndpoint;
import io.coroutine.actuate.CoroutinesEndpointJmxExtension;
import io.coroutine.actuate.CoroutinesEndpointWebExtension;
import io.coroutine.admission.AdmissionGates;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link CoroutinesEndpoint}.
 */
@AutoConfiguration(afterName = "io.coroutine.autoconfigure.CoroutineAutoConfiguration")
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
public final class CoroutinesEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	CoroutinesEndpoint coroutinesEndpoint(CoroutineRuntime runtime, ObjectProvider<AdmissionGates> gates,
			ObjectProvider<Hook> hooks) {
		return CoroutinesEndpoint.of(runtime, gates, hooks);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(CoroutinesEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	CoroutinesEndpointWebExtension coroutinesEndpointWebExtension(CoroutinesEndpoint endpoint) {
		return CoroutinesEndpointWebExtension.of(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(CoroutinesEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	CoroutinesEndpointJmxExtension coroutinesEndpointJmxExtension(CoroutinesEndpoint endpoint) {
		return CoroutinesEndpointJmxExtension.of(endpoint);
	}

	@Bean
	EndpointLocationLogger coroutinesEndpointLocationLogger(ApplicationContext context) {
		return new EndpointLocationLogger(context);
	}

}
