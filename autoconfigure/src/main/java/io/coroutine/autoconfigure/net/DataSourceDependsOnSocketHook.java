package io.coroutine.autoconfigure.net;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.AbstractDependsOnBeanFactoryPostProcessor;

/**
 * Makes connection pools start after the socket hook and stop before it, also those that
 * are created unusually early.
 */
final class DataSourceDependsOnSocketHook extends AbstractDependsOnBeanFactoryPostProcessor {

	DataSourceDependsOnSocketHook() {
		super(DataSource.class, SocketHookRegistration.class);
	}

}
