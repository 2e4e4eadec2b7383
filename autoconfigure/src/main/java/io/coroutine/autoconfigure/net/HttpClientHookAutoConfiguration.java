package io.coroutine.autoconfigure.net;

import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what is to be told of the HTTP
 * client that Boot has chosen. It changes nothing about it.
 */
@AutoConfiguration(after = { SocketHookAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class })
@ConditionalOnCoroutineEnabled
@ConditionalOnClass(ClientHttpRequestFactoryBuilder.class)
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBean({ ClientHttpRequestFactoryBuilder.class, SocketHookRegistration.class })
public final class HttpClientHookAutoConfiguration {

	@Bean
	HttpClientHook coroutineHttpClientHook(SocketHookRegistration sockets,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> builders) {
		return new HttpClientHook(sockets, builders);
	}

}
