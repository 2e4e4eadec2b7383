package io.coroutine.autoconfigure.net;

import javax.sql.DataSource;

import io.coroutine.Hook;

import org.springframework.boot.autoconfigure.AbstractDependsOnBeanFactoryPostProcessor;

/**
 * Makes connection pools start after a hook and stop before it, also those that are
 * created unusually early.
 */
final class DataSourceDependsOnHook extends AbstractDependsOnBeanFactoryPostProcessor {

	/**
	 * Create the post-processor.
	 * @param hook the type of the bean that sets the hook up
	 */
	DataSourceDependsOnHook(Class<? extends Hook> hook) {
		super(DataSource.class, hook);
	}

}
