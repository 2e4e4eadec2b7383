package io.coroutine.autoconfigure.http;

import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.admission.DataSourceAdmissionAutoConfiguration;
import io.coroutine.autoconfigure.admission.RequestAdmissionAutoConfiguration;
import io.coroutine.spring.admission.AdmissionExceptionResolver;
import io.coroutine.spring.http.HttpClientAdmission;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the connection pools of Apache
 * HttpClient 5, where Boot makes the clients.
 */
@AutoConfiguration(after = { CoroutineAutoConfiguration.class, DataSourceAdmissionAutoConfiguration.class,
		RequestAdmissionAutoConfiguration.class })
@ConditionalOnCoroutineEnabled
@ConditionalOnClass({ PoolingHttpClientConnectionManager.class, HttpComponentsClientHttpRequestFactoryBuilder.class })
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.http-client.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HttpClientProperties.class)
public final class HttpClientAdmissionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AdmissionGates coroutineAdmissionGates() {
		return AdmissionGates.create();
	}

	@Bean
	@ConditionalOnMissingBean
	HttpClientAdmission coroutineHttpClientAdmission(HttpClientProperties properties,
			ObjectProvider<AdmissionGates> gates) {
		return HttpClientAdmission.of(properties.toSettings(), gates::getObject);
	}

	/**
	 * Comes first, so that customizers of the application have the last word: about the
	 * sizes, and the connection manager.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> coroutineHttpClientAdmissionCustomizer(
			HttpClientAdmission admission) {
		return (builder) -> builder.withConnectionManagerCustomizer(admission::size)
			.withHttpClientCustomizer(admission::gate);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HandlerExceptionResolver.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class WebConfiguration {

		@Bean
		@ConditionalOnMissingBean
		AdmissionExceptionResolver coroutineAdmissionExceptionResolver() {
			return AdmissionExceptionResolver.of(Duration.ofSeconds(1));
		}

	}

}
