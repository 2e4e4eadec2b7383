package io.coroutine.autoconfigure.context;

import io.coroutine.ContextInheritance;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.context.InheritingTaskDecorator;
import io.coroutine.spring.context.PropagatedContext;
import io.coroutine.spring.context.SecurityContextAccessor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.MDC;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.i18n.LocaleContextThreadLocalAccessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolderThreadLocalAccessor;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the context that coroutines take
 * over from their creators.
 */
@AutoConfiguration(before = { CoroutineAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
@ConditionalOnCoroutineEnabled
@ConditionalOnClass(ThreadLocalAccessor.class)
@ConditionalOnBooleanProperty(name = "coroutine.context.inherit.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ContextInheritanceProperties.class)
public final class CoroutineContextAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ContextInheritance coroutineContextInheritance(ContextInheritanceProperties properties,
			ObjectProvider<ThreadLocalAccessor<?>> accessors) {
		return new PropagatedContext(ContextRegistry.getInstance(), accessors.orderedStream().toList(),
				new InheritedKeys(properties));
	}

	/**
	 * The innermost of all decorators, so that it has the last word about what is in
	 * force; and none that stands in the way of one that the application injects.
	 */
	@Bean
	@Fallback
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnBooleanProperty(name = "coroutine.context.inherit.tasks", matchIfMissing = true)
	InheritingTaskDecorator coroutineInheritingTaskDecorator(ContextInheritance inheritance) {
		return new InheritingTaskDecorator(inheritance);
	}

	/**
	 * Spring has this accessor, but leaves it to others to register it.
	 */
	@Bean
	@ConditionalOnMissingBean
	LocaleContextThreadLocalAccessor coroutineLocaleAccessor() {
		return new LocaleContextThreadLocalAccessor();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MDC.class, Slf4jThreadLocalAccessor.class })
	static class MdcConfiguration {

		@Bean
		@ConditionalOnMissingBean
		Slf4jThreadLocalAccessor coroutineMdcAccessor() {
			return new Slf4jThreadLocalAccessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityContextHolderThreadLocalAccessor.class)
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SecurityContextAccessor coroutineSecurityContextAccessor() {
			return new SecurityContextAccessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RequestAttributesThreadLocalAccessor.class, HttpServletRequest.class })
	static class RequestConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RequestAttributesThreadLocalAccessor coroutineRequestAttributesAccessor() {
			return new RequestAttributesThreadLocalAccessor();
		}

	}

}
