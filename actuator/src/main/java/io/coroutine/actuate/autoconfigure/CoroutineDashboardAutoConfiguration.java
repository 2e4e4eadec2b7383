package io.coroutine.actuate.autoconfigure;

import io.coroutine.CoroutineRuntime;
import io.coroutine.actuate.dashboard.CoroutineDashboardEndpoint;
import io.coroutine.actuate.dashboard.DashboardPathMapper;
import io.coroutine.admission.AdmissionGates;
import jakarta.servlet.Servlet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the
 * {@link CoroutineDashboardEndpoint}.
 */
@AutoConfiguration(afterName = "io.coroutine.autoconfigure.CoroutineAutoConfiguration")
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, Servlet.class, RequestContextHolder.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnAvailableEndpoint(CoroutineDashboardEndpoint.class)
public final class CoroutineDashboardAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CoroutineDashboardEndpoint coroutineDashboardEndpoint(CoroutineRuntime runtime,
			ObjectProvider<AdmissionGates> gates, ObjectProvider<PathMappedEndpoints> endpoints,
			Environment environment) {
		return CoroutineDashboardEndpoint.of(runtime, gates, endpoints,
				environment.getProperty("spring.application.name", ""));
	}

	@Bean
	DashboardPathMapper coroutineDashboardPathMapper() {
		return new DashboardPathMapper();
	}

}
