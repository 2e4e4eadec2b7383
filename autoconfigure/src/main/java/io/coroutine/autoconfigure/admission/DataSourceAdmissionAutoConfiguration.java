package io.coroutine.autoconfigure.admission;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.admission.AdmissionExceptionResolver;
import io.coroutine.spring.jdbc.DataSourceAdmission;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the admission to connection
 * pools.
 */
@AutoConfiguration(after = CoroutineAutoConfiguration.class)
@ConditionalOnCoroutineEnabled
@ConditionalOnClass(HikariDataSource.class)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.datasource.admission.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DataSourceAdmissionProperties.class)
public final class DataSourceAdmissionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AdmissionGates coroutineAdmissionGates() {
		return AdmissionGates.create();
	}

	@Bean
	@ConditionalOnMissingBean
	static DataSourceAdmission coroutineDataSourceAdmission(ObjectProvider<DataSourceAdmissionProperties> properties,
			ObjectProvider<AdmissionGates> gates) {
		return DataSourceAdmission.of(() -> DataSourceAdmissionSettings.of(properties.getObject()), gates::getObject);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HandlerExceptionResolver.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class WebConfiguration {

		@Bean
		@ConditionalOnMissingBean
		AdmissionExceptionResolver coroutineAdmissionExceptionResolver(DataSourceAdmissionProperties properties) {
			return AdmissionExceptionResolver.of(properties.getRetryAfter());
		}

	}

}
