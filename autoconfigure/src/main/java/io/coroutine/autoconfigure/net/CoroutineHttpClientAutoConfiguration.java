package io.coroutine.autoconfigure.net;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Engine;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the HTTP client that Boot has
 * chosen: where it does its I/O is told, and nothing about it is changed.
 */
@AutoConfiguration(after = { SocketHookAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class })
@ConditionalOnCoroutineEnabled
@ConditionalOnClass(ClientHttpRequestFactoryBuilder.class)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBean({ ClientHttpRequestFactoryBuilder.class, SocketHookRegistration.class })
public final class CoroutineHttpClientAutoConfiguration {

	@Bean
	HttpClientHook coroutineHttpClientHook(SocketHookRegistration sockets,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> builders) {
		return new HttpClientHook(sockets, builders);
	}

	/**
	 * Keeps the virtual threads that Boot gives the JDK's client off the event loops: a
	 * client may be in use for longer than there are loops. Comes first, so that
	 * customizers of the application have the last word.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnThreading(Threading.VIRTUAL)
	ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> coroutineJdkHttpClientThreads(
			CoroutineRuntime runtime) {
		return (builder) -> (runtime.engine() == Engine.EVENT_LOOP && !Thread.currentThread().isVirtual())
				? builder.withExecutor(JdkVirtualThreads.named("httpclient-")) : builder;
	}

}
