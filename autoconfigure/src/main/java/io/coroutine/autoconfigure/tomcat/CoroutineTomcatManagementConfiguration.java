package io.coroutine.autoconfigure.tomcat;

import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import org.apache.catalina.startup.Tomcat;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link ManagementContextConfiguration @ManagementContextConfiguration} for the Tomcat
 * of a management server on a port of its own. It shares the runtime of the application.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnCoroutineEnabled
@ConditionalOnClass({ Tomcat.class, ConfigurableTomcatWebServerFactory.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean({ CoroutineRuntime.class, CoroutineTomcatProperties.class })
class CoroutineTomcatManagementConfiguration {

	@Bean
	CoroutineTomcatCustomizer coroutineTomcatManagementCustomizer(CoroutineRuntime runtime,
			CoroutineTomcatProperties properties, ApplicationContext context) {
		return new CoroutineTomcatCustomizer(runtime, properties, context, true);
	}

}
