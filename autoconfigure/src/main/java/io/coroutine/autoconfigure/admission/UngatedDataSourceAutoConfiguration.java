package io.coroutine.autoconfigure.admission;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what is to be told of data
 * sources to which {@link DataSourceAdmissionAutoConfiguration} does not apply.
 */
@AutoConfiguration(after = DataSourceAdmissionAutoConfiguration.class)
@ConditionalOnCoroutineEnabled
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.datasource.admission.enabled", matchIfMissing = true)
public final class UngatedDataSourceAutoConfiguration {

	@Bean
	UngatedDataSources coroutineUngatedDataSources(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<AdmissionGates> gates) {
		return new UngatedDataSources(beanFactory, gates);
	}

}
