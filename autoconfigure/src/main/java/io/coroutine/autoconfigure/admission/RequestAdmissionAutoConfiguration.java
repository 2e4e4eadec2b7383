package io.coroutine.autoconfigure.admission;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.tomcat.admission.AdmissionValve;
import io.coroutine.tomcat.admission.RequestPatience;
import org.apache.catalina.startup.Tomcat;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the admission of requests. There
 * is none unless a bound is configured, so that requests cost nothing by default and none
 * is turned away that was served without coroutines.
 */
@AutoConfiguration(after = { CoroutineAutoConfiguration.class, DataSourceAdmissionAutoConfiguration.class })
@ConditionalOnCoroutineEnabled
@ConditionalOnClass({ Tomcat.class, ConfigurableTomcatWebServerFactory.class, AdmissionValve.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnNotWarDeployment
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.tomcat.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "coroutine.admission.enabled", matchIfMissing = true)
@Conditional(OnRequestBoundCondition.class)
@EnableConfigurationProperties(RequestAdmissionProperties.class)
public final class RequestAdmissionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AdmissionGates coroutineAdmissionGates() {
		return AdmissionGates.create();
	}

	@Bean
	@ConditionalOnMissingBean
	RequestAdmissionCustomizer coroutineRequestAdmissionCustomizer(RequestAdmissionProperties properties,
			AdmissionGates gates, ObjectProvider<RequestPatience> patience, ApplicationContext context) {
		return new RequestAdmissionCustomizer(properties, gates,
				() -> patience.getIfAvailable(() -> RequestPatience.ENDLESS), context);
	}

}
