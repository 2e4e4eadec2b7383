package io.coroutine.autoconfigure.context;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.tomcat.CoroutineTomcatAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;

/**
 * An application with Spring MVC on a real Tomcat, for tests.
 */
final class WebApplication {

	private WebApplication() {
	}

	static WebApplicationContextRunner runner(String engine) {
		return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(CoroutineBeanScopeAutoConfiguration.class,
					CoroutineContextAutoConfiguration.class, RequestLocalAutoConfiguration.class,
					CoroutineAutoConfiguration.class, CoroutineTomcatAutoConfiguration.class,
					TaskExecutionAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
					DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
					ErrorMvcAutoConfiguration.class, HttpEncodingAutoConfiguration.class))
			.withPropertyValues("server.port=0", "server.tomcat.max-keep-alive-requests=-1", "coroutine.loops.count=2",
					"coroutine.engine=" + engine);
	}

	/**
	 * Send a request on the connection that a client keeps.
	 * @param headers names and values in turn
	 */
	static HttpResponse<String> get(HttpClient client, AssertableWebApplicationContext context, String path,
			String... headers) throws Exception {
		WebServerApplicationContext source = (WebServerApplicationContext) context.getSourceApplicationContext();
		URI uri = URI.create("http://localhost:" + source.getWebServer().getPort() + path);
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	static HttpClient client() {
		return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
	}

}
