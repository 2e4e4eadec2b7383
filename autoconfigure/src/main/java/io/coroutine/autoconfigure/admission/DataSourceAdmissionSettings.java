package io.coroutine.autoconfigure.admission;

import io.coroutine.spring.jdbc.DataSourceAdmission.Settings;

/**
 * Makes settings from the properties. A value out of range stops the start with a report
 * that names its property.
 */
final class DataSourceAdmissionSettings {

	private DataSourceAdmissionSettings() {
	}

	static Settings of(DataSourceAdmissionProperties properties) {
		Requirement.requireWait("coroutine.datasource.admission", properties.getQueueLimit(), properties.getMaxWait());
		return new Settings(properties.getQueueLimit(), properties.getMaxWait(),
				!Boolean.FALSE.equals(properties.getNoticeGoneClients()));
	}

}
