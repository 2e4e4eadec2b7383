package io.coroutine.autoconfigure.deadline;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.deadline.DeadlineExceptionResolver;
import io.coroutine.spring.deadline.DeadlineRequestInitializer;
import io.coroutine.spring.deadline.RequestDeadlines;
import io.coroutine.tomcat.admission.RequestPatience;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for deadlines.
 */
@AutoConfiguration(after = CoroutineAutoConfiguration.class)
@ConditionalOnCoroutineEnabled
@ConditionalOnBean(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.deadline.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DeadlineProperties.class)
public final class CoroutineDeadlineAutoConfiguration {

	private static @Nullable Duration positive(String property, @Nullable Duration value) {
		if (value != null && !value.isPositive()) {
			throw new InvalidConfigurationPropertyValueException("coroutine.deadline." + property, value,
					"It must be more than zero.");
		}
		return value;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebMvcConfigurer.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class WebMvcConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RequestDeadlines coroutineRequestDeadlines(DeadlineProperties properties, Environment environment) {
			DeadlineProperties.Header header = properties.getHeader();
			positive("header.longest", header.getLongest());
			return new RequestDeadlines(positive("request", properties.getRequest()),
					(header.isAccept()) ? header.getName() : null, header.getLongest(),
					environment::resolveRequiredPlaceholders);
		}

		@Bean
		DeadlineExceptionResolver coroutineDeadlineExceptionResolver(
				ObjectProvider<HandlerExceptionResolver> resolvers) {
			return new DeadlineExceptionResolver(resolvers::orderedStream);
		}

		@Bean
		WebMvcConfigurer coroutineDeadlineWebMvcConfigurer(RequestDeadlines deadlines) {
			return new WebMvcConfigurer() {

				@Override
				public void addInterceptors(InterceptorRegistry registry) {
					registry.addInterceptor(deadlines).order(Ordered.HIGHEST_PRECEDENCE);
				}

			};
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(RequestPatience.class)
		static class AdmissionConfiguration {

			@Bean
			@ConditionalOnMissingBean
			RequestPatience coroutineRequestPatience(RequestDeadlines deadlines) {
				return new DeadlinePatience(deadlines);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientCustomizer.class)
	static class RestClientConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DeadlineRequestInitializer coroutineDeadlineRequestInitializer(DeadlineProperties properties) {
			DeadlineProperties.Header header = properties.getHeader();
			return new DeadlineRequestInitializer((header.isSend()) ? header.getName() : null);
		}

		@Bean
		RestClientCustomizer coroutineDeadlineRestClientCustomizer(DeadlineRequestInitializer initializer) {
			return (builder) -> builder.requestInitializer(initializer);
		}

		@Bean
		RestTemplateCustomizer coroutineDeadlineRestTemplateCustomizer(DeadlineRequestInitializer initializer) {
			return (template) -> template.getClientHttpRequestInitializers().add(initializer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HikariDataSource.class)
	@ConditionalOnBooleanProperty(name = "coroutine.deadline.jdbc.enabled", matchIfMissing = true)
	static class JdbcConfiguration {

		@Bean
		static HikariDeadlines coroutineHikariDeadlines() {
			return new HikariDeadlines();
		}

	}

}
