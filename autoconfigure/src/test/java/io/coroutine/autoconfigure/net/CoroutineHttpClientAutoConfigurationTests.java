package io.coroutine.autoconfigure.net;

import io.coroutine.Hook;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.SimpleClientHttpRequestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoroutineHttpClientAutoConfiguration}.
 */
class CoroutineHttpClientAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class, SocketHookAutoConfiguration.class,
				CoroutineHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1");

	@Test
	void whenBootChoosesTheClientThenItIsTheJdksAndTheHookTellsWhereItsThreadsAre() {
		this.runner.withClassLoader(new FilteredClassLoader("org.apache.hc"))
			.run((context) -> assertThat(context.getBean(HttpClientHook.class).status())
				.isEqualTo(new Hook.Status(false, "RestTemplate and RestClient use the JDK's HttpClient, which has I/O "
						+ "threads of its own: callers wait in their coroutines. With Apache HttpClient 5 the event loops "
						+ "do the I/O")));
	}

	@ParameterizedTest
	@CsvSource({ "event-loop, http-components, true, 'Apache HttpClient 5, whose sockets wait on the event loops'",
			"event-loop, simple, true, 'HttpURLConnection, whose sockets wait on the event loops'",
			"portable, simple, false, 'HttpURLConnection, and the socket hook is not in force'" })
	void whenTheClientUsesSocketsThenTheHookIsInForceIfTheyWaitOnLoops(String engine, String factory, boolean inForce,
			String reason) {
		this.runner
			.withPropertyValues("coroutine.engine=" + engine, "spring.http.clients.imperative.factory=" + factory)
			.run((context) -> assertThat(context.getBean(HttpClientHook.class).status())
				.isEqualTo(new Hook.Status(inForce, "RestTemplate and RestClient use " + reason)));
	}

	@Test
	void whenTheApplicationHasAChoiceOfItsOwnThenTheHookSaysThatMuch() {
		ClientHttpRequestFactoryBuilder<?> own = (_) -> new SimpleClientHttpRequestFactory();
		this.runner.withBean(ClientHttpRequestFactoryBuilder.class, () -> own)
			.run((context) -> assertThat(context.getBean(HttpClientHook.class).status())
				.isEqualTo(new Hook.Status(false, "the application has a choice of clients of its own")));
	}

	@Test
	void whenThereIsNoClientOrNoRuntimeThenThereIsNoHook() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
					SocketHookAutoConfiguration.class, CoroutineHttpClientAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.http.client"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpClientHook.class));
		this.runner.withPropertyValues("coroutine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HttpClientHook.class));
	}

}
