package io.coroutine.autoconfigure.http;

import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.admission.DataSourceAdmissionAutoConfiguration;
import io.coroutine.spring.admission.AdmissionExceptionResolver;
import io.coroutine.spring.http.HttpClientAdmission;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link HttpClientAdmissionAutoConfiguration}.
 */
class HttpClientAdmissionAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(CoroutineAutoConfiguration.class,
			DataSourceAdmissionAutoConfiguration.class, HttpClientAdmissionAutoConfiguration.class,
			HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
			RestTemplateAutoConfiguration.class, RestClientAutoConfiguration.class);

	/** What the application sees last of the client that is built. */
	private final AtomicReference<HttpClientConnectionManager> built = new AtomicReference<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withBean("observer", ClientHttpRequestFactoryBuilderCustomizer.class, () -> customizer(
				(builder) -> builder.withHttpClientCustomizer((client) -> this.built.set(client.getConnManager()))))
		.withPropertyValues("coroutine.loops.count=1");

	private static ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> customizer(
			ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> customizer) {
		return customizer;
	}

	private PoolingHttpClientConnectionManager build(AssertableApplicationContext context) {
		assertThat(context.getBean(RestTemplateBuilder.class).build().getRequestFactory())
			.isInstanceOf(HttpComponentsClientHttpRequestFactory.class);
		return (PoolingHttpClientConnectionManager) this.built.get();
	}

	@Test
	void whenBootMakesClientsThenTheirPoolsHaveTheDefaultSizesAndGates() {
		this.runner.run((context) -> {
			PoolingHttpClientConnectionManager pool = build(context);
			assertThat(pool.getMaxTotal()).isEqualTo(1_000);
			assertThat(pool.getDefaultMaxPerRoute()).isEqualTo(200);
			context.getBean(RestClient.Builder.class).build();
			assertThat(context.getBean(AdmissionGates.class).list())
				.extracting(AdmissionGate::name, AdmissionGate::limit)
				.startsWith(tuple("http-client", 1_000));
			assertThat(this.built.get()).isNotSameAs(pool);
			assertThat(context).doesNotHaveBean(AdmissionExceptionResolver.class);
		});
	}

	@Test
	void whenSizesAreSetThenThePoolHasThem() {
		this.runner
			.withPropertyValues("coroutine.http-client.max-connections=30",
					"coroutine.http-client.max-connections-per-route=20")
			.run((context) -> {
				PoolingHttpClientConnectionManager pool = build(context);
				assertThat(pool.getMaxTotal()).isEqualTo(30);
				assertThat(pool.getDefaultMaxPerRoute()).isEqualTo(20);
			});
	}

	@Test
	void whenTheApplicationSizesThePoolThenTheGateFollows() {
		this.runner
			.withBean("sizes", ClientHttpRequestFactoryBuilderCustomizer.class,
					() -> customizer((builder) -> builder
						.withConnectionManagerCustomizer((pool) -> pool.setMaxConnTotal(17).setMaxConnPerRoute(9))))
			.run((context) -> {
				assertThat(build(context).getMaxTotal()).isEqualTo(17);
				assertThat(context.getBean(AdmissionGates.class).list()).extracting(AdmissionGate::limit)
					.containsExactly(17);
				build(context).setMaxTotal(5);
				assertThat(context.getBean(AdmissionGates.class).list()).extracting(AdmissionGate::limit)
					.containsExactly(17, 5);
			});
	}

	@Test
	void whenTheApplicationHasAConnectionManagerThenItIsKept() {
		try (PoolingHttpClientConnectionManager own = PoolingHttpClientConnectionManagerBuilder.create().build()) {
			ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> customizer = (
					builder) -> builder.withHttpClientCustomizer((client) -> client.setConnectionManager(own));
			this.runner.withBean("aManager", ClientHttpRequestFactoryBuilderCustomizer.class, () -> customizer)
				.withBean("theObserver", ClientHttpRequestFactoryBuilderCustomizer.class,
						() -> customizer((builder) -> builder
							.withHttpClientCustomizer((client) -> this.built.set(client.getConnManager()))))
				.run((context) -> {
					assertThat(build(context)).isSameAs(own);
					assertThat(own.getMaxTotal()).isEqualTo(25);
				});
		}
	}

	@Test
	void whenTheApplicationHasABuilderThenItIsKept() {
		ClientHttpRequestFactoryBuilder<?> own = ClientHttpRequestFactoryBuilder.httpComponents()
			.withHttpClientCustomizer((client) -> this.built.set(client.getConnManager()));
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> own).run((context) -> {
			assertThat(build(context).getClass()).isEqualTo(PoolingHttpClientConnectionManager.class);
			assertThat(build(context).getMaxTotal()).isEqualTo(25);
			assertThat(context.getBean(AdmissionGates.class).list()).isEmpty();
		});
	}

	@Test
	void whenSwitchedOffThenThePoolIsThatOfBoot() {
		for (String property : new String[] { "coroutine.http-client.enabled=false", "coroutine.enabled=false" }) {
			this.runner.withPropertyValues(property).run((context) -> {
				PoolingHttpClientConnectionManager pool = build(context);
				assertThat(pool.getClass()).isEqualTo(PoolingHttpClientConnectionManager.class);
				assertThat(pool.getMaxTotal()).isEqualTo(25);
				assertThat(pool.getDefaultMaxPerRoute()).isEqualTo(5);
				assertThat(context).doesNotHaveBean(HttpClientAdmission.class);
			});
		}
	}

	@Test
	void whenAnotherClientIsChosenThenThereIsNoGate() {
		this.runner.withPropertyValues("spring.http.clients.imperative.factory=jdk").run((context) -> {
			context.getBean(RestTemplateBuilder.class).build();
			assertThat(context.getBean(AdmissionGates.class).list()).isEmpty();
		});
	}

	@Test
	void whenHttpClientOrBootsBuilderIsMissingThenThereIsNothing() {
		for (String missing : new String[] { "org.apache.hc", "org.springframework.boot.http.client" }) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
						HttpClientAdmissionAutoConfiguration.class))
				.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("coroutineHttpClientAdmission"));
		}
	}

	@Test
	void whenAValueIsOutOfRangeThenTheReportNamesItsProperty() {
		for (String property : new String[] { "coroutine.http-client.max-connections=0",
				"coroutine.http-client.max-connections-per-route=0", "coroutine.http-client.queue-limit=-1",
				"coroutine.http-client.max-wait=-1s" }) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.hasStackTraceContaining(property.substring(0, property.indexOf('='))));
		}
	}

	@Test
	void whenItIsAServletApplicationThenRejectionsAreAnswered() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("coroutine.loops.count=1")
			.run((context) -> assertThat(context).hasSingleBean(AdmissionExceptionResolver.class));
	}

}
