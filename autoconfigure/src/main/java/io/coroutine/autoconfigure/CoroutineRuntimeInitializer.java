package io.coroutine.autoconfigure;

import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.internal.scheduler.Scheduler;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Creates the runtime and the hooks before all other singletons, even if those are lazy.
 * So the hooks are in force before the first connection is opened, and as Spring destroys
 * singletons in the reverse order of their creation, the runtime outlives whatever may
 * need it: connection pools, clients, schedulers.
 */
final class CoroutineRuntimeInitializer implements BeanFactoryInitializer<ListableBeanFactory> {

	/** Waits for its like, which may be about to close the runtime with the context. */
	private static final String CLOSE = AbstractApplicationContext.class.getName() + ".close";

	@Override
	public void initialize(ListableBeanFactory beanFactory) {
		for (Class<?> type : List.of(CoroutineRuntime.class, Hook.class)) {
			for (String name : beanFactory.getBeanNamesForType(type, false, false)) {
				if (beanFactory.getBean(name) instanceof CoroutineRuntime runtime) {
					Scheduler.behind(runtime).onShutdown().waitsIn(CLOSE);
				}
			}
		}
	}

}
