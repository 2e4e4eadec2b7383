package io.coroutine.autoconfigure;

import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Creates the runtime and the hooks before all other singletons, even if those are lazy.
 * So the hooks are in force before the first connection is opened, and as Spring destroys
 * singletons in the reverse order of their creation, the runtime outlives whatever may
 * need it: connection pools, clients, schedulers.
 */
final class CoroutineRuntimeInitializer implements BeanFactoryInitializer<ListableBeanFactory> {

	@Override
	public void initialize(ListableBeanFactory beanFactory) {
		for (Class<?> type : List.of(CoroutineRuntime.class, Hook.class)) {
			for (String name : beanFactory.getBeanNamesForType(type, false, false)) {
				beanFactory.getBean(name);
			}
		}
	}

}
