package io.coroutine.autoconfigure.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with one servlet on a real Tomcat, for tests.
 */
final class TomcatApplication {

	static final String OURS = "CoroutineHttp11Protocol";

	static final String TOMCATS = "Http11NioProtocol";

	private TomcatApplication() {
	}

	static WebApplicationContextRunner runner() {
		return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
					CoroutineTomcatAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class))
			.withUserConfiguration(Servlets.class)
			.withPropertyValues("server.port=0", "coroutine.loops.count=2");
	}

	static TomcatWebServer server(AssertableWebApplicationContext context) {
		WebServerApplicationContext source = (WebServerApplicationContext) context.getSourceApplicationContext();
		return (TomcatWebServer) source.getWebServer();
	}

	static Connector connector(AssertableWebApplicationContext context) {
		return server(context).getTomcat().getConnector();
	}

	static ProtocolHandler protocol(AssertableWebApplicationContext context) {
		return connector(context).getProtocolHandler();
	}

	/**
	 * Return which connector the application has.
	 */
	static String connectorKind(AssertableWebApplicationContext context) {
		return protocol(context).getClass().getSimpleName();
	}

	/**
	 * Return in what kind of thread a request runs.
	 */
	static String threadKind(AssertableWebApplicationContext context) {
		return get(server(context).getPort()).body();
	}

	static HttpResponse<String> get(int port) {
		try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
			return client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/probe")).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Servlets {

		@Bean
		ServletRegistrationBean<Probe> probe() {
			return new ServletRegistrationBean<>(new Probe(), "/probe");
		}

	}

}
