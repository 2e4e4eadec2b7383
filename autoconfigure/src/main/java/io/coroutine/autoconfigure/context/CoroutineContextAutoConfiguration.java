package io.coroutine.autoconfigure.context;

import io.coroutine.ContextInheritance;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.context.InheritingTaskDecorator;
import io.coroutine.spring.context.LocaleContextAccessor;
import io.coroutine.spring.context.PropagatedContext;
import io.coroutine.spring.context.SecurityContextAccessor;
import io.coroutine.spring.web.RequestAttributesAccessor;
import io.coroutine.spring.web.RequestEndListener;
import io.coroutine.spring.web.SharedRequestScope;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.MDC;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.Scope;
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
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolderThreadLocalAccessor;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;
import org.springframework.web.context.request.RequestScope;

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
	 * By default a task sees what it would see without coroutines, as it often looks
	 * whether it is in a request, and goes another way then.
	 * <p>
	 * The innermost of all decorators, so that it has the last word about what is in
	 * force; and none that stands in the way of one that the application injects.
	 */
	@Bean
	@Fallback
	@Order(Ordered.HIGHEST_PRECEDENCE)
	InheritingTaskDecorator coroutineInheritingTaskDecorator(ContextInheritance inheritance,
			ContextInheritanceProperties properties) {
		return new InheritingTaskDecorator((properties.isTasks()) ? inheritance : null);
	}

	@Bean
	@ConditionalOnMissingBean
	LocaleContextAccessor coroutineLocaleContextAccessor() {
		return new LocaleContextAccessor();
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
	@ConditionalOnBooleanProperty(name = "coroutine.context.inherit.request", matchIfMissing = true)
	static class RequestConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RequestAttributesAccessor coroutineRequestAttributesAccessor() {
			return new RequestAttributesAccessor();
		}

		@Bean
		@ConditionalOnMissingBean
		RequestEndListener coroutineRequestEndListener() {
			return new RequestEndListener();
		}

		/**
		 * Takes the place of Spring's own, but of no other.
		 */
		@Bean
		static BeanFactoryPostProcessor coroutineSharedRequestScope() {
			return (beanFactory) -> {
				Scope scope = beanFactory.getRegisteredScope(WebApplicationContext.SCOPE_REQUEST);
				if (scope != null && scope.getClass() == RequestScope.class) {
					beanFactory.registerScope(WebApplicationContext.SCOPE_REQUEST, new SharedRequestScope());
				}
			};
		}

	}

}
