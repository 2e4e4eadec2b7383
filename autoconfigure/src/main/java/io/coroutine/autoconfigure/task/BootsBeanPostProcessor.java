package io.coroutine.autoconfigure.task;

import java.lang.reflect.Method;
import java.util.function.BiConsumer;

import io.coroutine.spring.task.TaskCoroutines;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Has the executor of a bean run its tasks in coroutines, if Boot has made the bean, and
 * so its executor, too. A bean that the application makes is left alone. It comes first
 * of all, so that those of the application have the last word, and before the bean starts
 * to use its executor.
 *
 * @param <T> the type of the bean
 */
final class BootsBeanPostProcessor<T> implements BeanPostProcessor, PriorityOrdered {

	private static final Log logger = LogFactory.getLog(BootsBeanPostProcessor.class);

	private final Class<T> type;

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<TaskCoroutines> coroutines;

	private final BiConsumer<T, TaskCoroutines> change;

	/**
	 * Create it.
	 * @param coroutines asked for when there is such a bean, as other beans would be made
	 * too early
	 * @param change sets the executor
	 */
	BootsBeanPostProcessor(Class<T> type, ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<TaskCoroutines> coroutines, BiConsumer<T, TaskCoroutines> change) {
		this.type = type;
		this.beanFactory = beanFactory;
		this.coroutines = coroutines;
		this.change = change;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean.getClass() == this.type && isMadeByBoot(beanName)) {
			this.change.accept(this.type.cast(bean), this.coroutines.getObject());
			logger.info("Tasks of '" + beanName + "' run in coroutines, which win over spring.threads.virtual.enabled");
		}
		return bean;
	}

	private boolean isMadeByBoot(String beanName) {
		Method method = factoryMethod(beanName);
		return method != null && method.getDeclaringClass().getName().startsWith("org.springframework.boot.");
	}

	private @Nullable Method factoryMethod(String beanName) {
		return (this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)
						? definition.getResolvedFactoryMethod() : null;
	}

}
