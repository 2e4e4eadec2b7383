package io.coroutine.autoconfigure.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.RuntimeSnapshot;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.tomcat.CoroutineTomcatAutoConfiguration;
import io.coroutine.test.Eventually;

import org.springframework.boot.autoconfigure.AutoConfigurations;
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
final class StackApplication {

	static final String SHARED = "shared stack";

	static final String PRIVATE = "private stack";

	private StackApplication() {
	}

	static WebApplicationContextRunner runner() {
		return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
					CoroutineTomcatAutoConfiguration.class, CoroutineStackAutoConfiguration.class,
					TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
					WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class))
			.withPropertyValues("server.port=0", "coroutine.loops.count=2");
	}

	/**
	 * Return on what kind of stack the coroutine that calls is now.
	 */
	static String stack() {
		if (Coroutine.current() == null) {
			return "no coroutine";
		}
		return (Thread.currentThread().isVirtual()) ? SHARED : PRIVATE;
	}

	static HttpResponse<String> get(AssertableWebApplicationContext context, String path) {
		WebServerApplicationContext source = (WebServerApplicationContext) context.getSourceApplicationContext();
		URI uri = URI.create("http://localhost:" + source.getWebServer().getPort() + path);
		try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
			return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait until no coroutine and no private stack is left. Looks once each time: a
	 * client that has gone begins one more coroutine for a moment, which closes its
	 * connection.
	 */
	static void awaitNothingLeft(CoroutineRuntime runtime) throws InterruptedException {
		Eventually.until(() -> !isAnythingLeft(runtime.snapshot()));
	}

	private static boolean isAnythingLeft(RuntimeSnapshot snapshot) {
		return snapshot.live() > 0 || snapshot.stackUse().inUse() > 0;
	}

	static String body(AssertableWebApplicationContext context, String path) {
		HttpResponse<String> response = get(context, path);
		return (response.statusCode() == 200) ? response.body() : "status " + response.statusCode();
	}

}
