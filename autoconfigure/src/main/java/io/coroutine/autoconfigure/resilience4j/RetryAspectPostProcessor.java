package io.coroutine.autoconfigure.resilience4j;

import io.coroutine.spring.resilience4j.CoroutineRetryAspect;
import io.coroutine.spring.resilience4j.Resilience4jScheduler;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.spring6.fallback.FallbackExecutor;
import io.github.resilience4j.spring6.retry.configure.RetryAspect;
import io.github.resilience4j.spring6.retry.configure.RetryAspectExt;
import io.github.resilience4j.spring6.retry.configure.RetryConfigurationProperties;
import io.github.resilience4j.spring6.spelresolver.SpelResolver;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.type.MethodMetadata;

/**
 * Puts an aspect that waits with our scheduler in the place of the one that Resilience4j
 * has configured, but not of one of the application. So it is there exactly when
 * Resilience4j's is, with what that was made of.
 */
final class RetryAspectPostProcessor implements BeanPostProcessor {

	private final ConfigurableListableBeanFactory beanFactory;

	RetryAspectPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean.getClass() == RetryAspect.class && isAutoConfigured(beanName)) ? create() : bean;
	}

	private boolean isAutoConfigured(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)
				|| !(this.beanFactory.getBeanDefinition(beanName) instanceof AnnotatedBeanDefinition definition)) {
			return false;
		}
		MethodMetadata method = definition.getFactoryMethodMetadata();
		return method != null && method.getDeclaringClassName().equals(RetryAutoConfiguration.class.getName());
	}

	private CoroutineRetryAspect create() {
		return new CoroutineRetryAspect(this.beanFactory.getBean(RetryConfigurationProperties.class),
				this.beanFactory.getBean(RetryRegistry.class),
				this.beanFactory.getBeanProvider(RetryAspectExt.class).orderedStream().toList(),
				this.beanFactory.getBean(FallbackExecutor.class), this.beanFactory.getBean(SpelResolver.class),
				this.beanFactory.getBean(Resilience4jScheduler.class).executor());
	}

}
