package io.coroutine.actuate.autoconfigure;

import io.coroutine.CoroutineRuntime;
import io.coroutine.actuate.RequestTraceHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link RequestTraceHandler}.
 */
@AutoConfiguration(afterName = "io.coroutine.autoconfigure.CoroutineAutoConfiguration")
@ConditionalOnClass({ TracingObservationHandler.class, ServerRequestObservationContext.class,
		HttpServletRequest.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
public final class RequestTraceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RequestTraceHandler coroutineRequestTraceHandler() {
		return RequestTraceHandler.create();
	}

}
