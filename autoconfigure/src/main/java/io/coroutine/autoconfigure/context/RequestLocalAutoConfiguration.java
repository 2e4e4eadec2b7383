package io.coroutine.autoconfigure.context;

import java.util.EnumSet;

import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.spring.web.RequestLocal;
import io.coroutine.spring.web.RequestLocalFilter;
import io.coroutine.spring.web.RequestLocals;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for coroutine-locals that are bound
 * to requests. Without one there is no filter.
 */
@AutoConfiguration
@ConditionalOnCoroutineEnabled
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ OncePerRequestFilter.class, FilterRegistrationBean.class })
@ConditionalOnBean(RequestLocal.class)
@ConditionalOnBooleanProperty(name = "coroutine.context.request-locals.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CoroutineContextProperties.class)
public final class RequestLocalAutoConfiguration {

	static final String LOCALS = "coroutineLocals";

	/** Right after Boot's {@code RequestContextFilter}. */
	static final int EARLY_ORDER = -104;

	/** Boot's default for {@code spring.security.filter.order}. */
	private static final int SECURITY_ORDER = -100;

	@Bean(name = LOCALS, defaultCandidate = false)
	RequestLocals coroutineLocals(ObjectProvider<RequestLocal<?>> locals) {
		return new RequestLocals(locals.orderedStream().toList());
	}

	@Bean
	FilterRegistrationBean<RequestLocalFilter> coroutineRequestLocalFilter(ObjectProvider<RequestLocal<?>> locals) {
		return register(locals, false, EARLY_ORDER);
	}

	@Bean
	FilterRegistrationBean<RequestLocalFilter> coroutineRequestLocalFilterAfterSecurity(
			ObjectProvider<RequestLocal<?>> locals, Environment environment) {
		return register(locals, true,
				environment.getProperty("spring.security.filter.order", Integer.class, SECURITY_ORDER) + 1);
	}

	private static FilterRegistrationBean<RequestLocalFilter> register(ObjectProvider<RequestLocal<?>> locals,
			boolean late, int order) {
		RequestLocalFilter filter = new RequestLocalFilter(locals.orderedStream().toList(), late);
		FilterRegistrationBean<RequestLocalFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setEnabled(filter.isNeeded());
		registration.setOrder(order);
		registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
		return registration;
	}

}
