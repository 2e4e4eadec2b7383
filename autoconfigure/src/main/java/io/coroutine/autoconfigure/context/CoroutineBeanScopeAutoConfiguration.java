package io.coroutine.autoconfigure.context;

import java.util.Map;

import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.spring.scope.CoroutineBeanScope;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the bean scope of coroutines.
 */
@AutoConfiguration
@ConditionalOnCoroutineEnabled
@ConditionalOnBooleanProperty(name = "coroutine.context.bean-scope.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CoroutineContextProperties.class)
public final class CoroutineBeanScopeAutoConfiguration {

	/**
	 * Takes no other scope's place that has the name.
	 */
	@Bean
	static BeanFactoryPostProcessor coroutineBeanScope() {
		return (beanFactory) -> {
			if (beanFactory.getRegisteredScope(CoroutineBeanScope.NAME) == null) {
				beanFactory.registerScope(CoroutineBeanScope.NAME,
						new CoroutineBeanScope((name) -> requestLocals(beanFactory).get(name)));
			}
		};
	}

	private static Map<?, ?> requestLocals(ConfigurableListableBeanFactory beanFactory) {
		return (beanFactory.containsBean(RequestLocalAutoConfiguration.LOCALS))
				? beanFactory.getBean(RequestLocalAutoConfiguration.LOCALS, Map.class) : Map.of();
	}

}
