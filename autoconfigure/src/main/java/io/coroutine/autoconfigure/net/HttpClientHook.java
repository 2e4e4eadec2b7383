package io.coroutine.autoconfigure.net;

import io.coroutine.Hook;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JettyClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.ReactorClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.SimpleClientHttpRequestFactoryBuilder;

/**
 * Tells where {@code RestTemplate} and {@code RestClient} do their I/O: on the event
 * loops if their client uses {@code java.net.Socket} and these wait there, else on
 * threads of the client.
 *
 * @param sockets the socket hook
 * @param builders gives what Boot makes clients with; asked for when somebody wants to
 * know
 */
record HttpClientHook(Hook sockets, ObjectProvider<ClientHttpRequestFactoryBuilder<?>> builders) implements Hook {

	private static final String USERS = "RestTemplate and RestClient use ";

	@Override
	public String name() {
		return "http-client";
	}

	@Override
	public Status status() {
		return switch (this.builders.getIfUnique()) {
			case HttpComponentsClientHttpRequestFactoryBuilder _ -> onSockets("Apache HttpClient 5");
			case SimpleClientHttpRequestFactoryBuilder _ -> onSockets("HttpURLConnection");
			case JdkClientHttpRequestFactoryBuilder _ -> onThreads("the JDK's HttpClient");
			case JettyClientHttpRequestFactoryBuilder _ -> onThreads("Jetty's HttpClient");
			case ReactorClientHttpRequestFactoryBuilder _ -> onThreads("Reactor Netty's HttpClient");
			case null, default -> new Status(false, "the application has a choice of clients of its own");
		};
	}

	private Status onSockets(String client) {
		return (this.sockets.status().inForce())
				? new Status(true, USERS + client + ", whose sockets wait on the event loops")
				: new Status(false, USERS + client + ", and the socket hook is not in force");
	}

	private static Status onThreads(String client) {
		return new Status(false, USERS + client + ", which has I/O threads of its own: callers wait in their"
				+ " coroutines. With Apache HttpClient 5 the event loops do the I/O");
	}

}
