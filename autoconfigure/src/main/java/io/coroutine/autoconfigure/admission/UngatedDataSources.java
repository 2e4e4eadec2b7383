package io.coroutine.autoconfigure.admission;

import javax.sql.DataSource;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGates;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.NativeDetector;

/**
 * Tells once, when the application has started, which of its data sources have no gate,
 * as they are not HikariCP's. Those of Spring that pass calls on to others, or are
 * embedded databases, have no pool. None is created for it.
 */
final class UngatedDataSources implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(CoroutineRuntime.class);

	private static final String PASSING_ON = "org.springframework.jdbc.datasource.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<AdmissionGates> gates;

	UngatedDataSources(ConfigurableListableBeanFactory beanFactory, ObjectProvider<AdmissionGates> gates) {
		this.beanFactory = beanFactory;
		this.gates = gates;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		// The events of child contexts arrive here too; a native image has no gates at
		// all
		if (!NativeDetector.inNativeImage()
				&& event.getApplicationContext().getAutowireCapableBeanFactory() == this.beanFactory) {
			for (String name : this.beanFactory.getBeanNamesForType(DataSource.class, false, false)) {
				report(name);
			}
		}
	}

	private void report(String name) {
		Object dataSource = this.beanFactory.getSingleton(name);
		if (dataSource == null || hasGate(name) || dataSource.getClass().getName().startsWith(PASSING_ON)) {
			return;
		}
		logger.info("Requests wait for a connection of the data source '" + name
				+ "' inside of its pool and not in a queue before it, as it is a " + dataSource.getClass().getName()
				+ ": to have the line, and statements that mind deadlines, use HikariCP's HikariDataSource");
	}

	private boolean hasGate(String name) {
		return this.gates.stream().flatMap((some) -> some.list().stream()).anyMatch((gate) -> gate.name().equals(name));
	}

}
