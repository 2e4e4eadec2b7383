package io.coroutine.autoconfigure.stack;

import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.stack.AdaptiveStacks;
import io.coroutine.spring.stack.PrivateStackFilter;
import io.coroutine.spring.stack.PrivateStackHandlerAdapter;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for requests that run on private
 * stacks: by path, by annotation, or because they stall.
 */
@AutoConfiguration(after = CoroutineAutoConfiguration.class,
		afterName = "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration")
@ConditionalOnCoroutineEnabled
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(OncePerRequestFilter.class)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@EnableConfigurationProperties(RequestStackProperties.class)
public final class CoroutineStackAutoConfiguration {

	/**
	 * After the filter that measures requests, so that those wait for a stack, or get
	 * none, in its sight; before all others.
	 */
	static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

	@Bean
	@Conditional(OnPrivatePathsCondition.class)
	@ConditionalOnMissingBean(name = "coroutinePrivateStackFilter")
	FilterRegistrationBean<PrivateStackFilter> coroutinePrivateStackFilter(RequestStackProperties properties) {
		List<String> paths = properties.getPrivate().getPaths();
		FilterRegistrationBean<PrivateStackFilter> registration = new FilterRegistrationBean<>(filter(paths));
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
		registration.setOrder(FILTER_ORDER);
		return registration;
	}

	private static PrivateStackFilter filter(List<String> paths) {
		try {
			return new PrivateStackFilter(paths);
		}
		catch (PatternParseException ex) {
			throw new InvalidConfigurationPropertyValueException("coroutine.stack.private.paths", paths,
					ex.toDetailedString(), ex);
		}
	}

	/**
	 * Handlers of Spring MVC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnBean(RequestMappingHandlerAdapter.class)
	@Conditional(OnAnnotationOrAdaptiveCondition.class)
	static class HandlerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnBooleanProperty("coroutine.stack.adaptive.enabled")
		AdaptiveStacks coroutineAdaptiveStacks(CoroutineRuntime runtime, RequestStackProperties properties) {
			RequestStackProperties.Adaptive adaptive = properties.getAdaptive();
			try {
				return AdaptiveStacks.of(runtime, adaptive.getStalls(), adaptive.getWindow());
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException("coroutine.stack.adaptive",
						"stalls=" + adaptive.getStalls() + ", window=" + adaptive.getWindow(), ex.getMessage() + ".",
						ex);
			}
		}

		@Bean
		@ConditionalOnMissingBean
		PrivateStackHandlerAdapter coroutinePrivateStackHandlerAdapter(RequestStackProperties properties,
				ObjectProvider<AdaptiveStacks> adaptive) {
			return new PrivateStackHandlerAdapter(properties.getAnnotation().isEnabled(), adaptive.getIfUnique());
		}

	}

}
