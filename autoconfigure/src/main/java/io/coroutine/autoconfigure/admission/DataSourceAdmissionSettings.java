package io.coroutine.autoconfigure.admission;

import java.time.Duration;

import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes settings from the properties. A value out of range stops the start with a report
 * that names its property.
 */
final class DataSourceAdmissionSettings {

	private DataSourceAdmissionSettings() {
	}

	static Settings of(DataSourceAdmissionProperties properties) {
		Integer queueLimit = properties.getQueueLimit();
		if (queueLimit != null && queueLimit < 0) {
			throw invalid("queue-limit", queueLimit);
		}
		Duration maxWait = properties.getMaxWait();
		if (maxWait != null && maxWait.isNegative()) {
			throw invalid("max-wait", maxWait);
		}
		return new Settings(queueLimit, maxWait);
	}

	private static InvalidConfigurationPropertyValueException invalid(String property, Object value) {
		return new InvalidConfigurationPropertyValueException("coroutine.datasource.admission." + property, value,
				"It must be zero or more.");
	}

}
