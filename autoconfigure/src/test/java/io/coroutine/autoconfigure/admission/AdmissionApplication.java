package io.coroutine.autoconfigure.admission;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.tomcat.CoroutineTomcatAutoConfiguration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application on a real Tomcat whose requests to paths below {@code /hold} are held
 * until the test lets them go.
 */
final class AdmissionApplication implements AutoCloseable {

	private final HttpClient client;

	private final AssertableWebApplicationContext context;

	private final int port;

	AdmissionApplication(AssertableWebApplicationContext context, HttpClient.Version version) {
		this.context = context;
		this.port = ((WebServerApplicationContext) context.getSourceApplicationContext()).getWebServer().getPort();
		this.client = HttpClient.newBuilder().version(version).build();
	}

	static WebApplicationContextRunner runner() {
		return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(
					AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineTomcatAutoConfiguration.class,
							RequestAdmissionAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class))
			.withUserConfiguration(Servlets.class)
			.withPropertyValues("server.port=0", "coroutine.loops.count=2");
	}

	static AdmissionGate gate(AssertableWebApplicationContext context, String name) {
		return context.getBean(AdmissionGates.class)
			.list()
			.stream()
			.filter((gate) -> gate.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Send a request and do not wait for its answer.
	 */
	CompletableFuture<HttpResponse<String>> send(String path) {
		return send(this.port, path);
	}

	CompletableFuture<HttpResponse<String>> send(int toPort, String path) {
		return this.client.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + toPort + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Send a request with a body and do not wait for its answer.
	 */
	CompletableFuture<HttpResponse<String>> post(String path, byte[] body) {
		return this.client.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	int status(String path) {
		return send(path).join().statusCode();
	}

	/**
	 * Have a request occupy a place of a gate.
	 */
	CompletableFuture<HttpResponse<String>> occupy(String gate, String path) throws InterruptedException {
		AdmissionGate occupied = gate(this.context, gate);
		int before = occupied.snapshot().inUse();
		CompletableFuture<HttpResponse<String>> response = send(path);
		while (occupied.snapshot().inUse() == before && !response.isDone()) {
			Thread.sleep(5);
		}
		return response;
	}

	void letGo() {
		this.context.getBean(Semaphore.class).release();
	}

	@Override
	public void close() {
		this.context.getBean(Semaphore.class).release(1000);
		this.client.shutdownNow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Servlets {

		@Bean
		Semaphore held() {
			return new Semaphore(0);
		}

		@Bean
		ServletRegistrationBean<HttpServlet> hold(Semaphore held) {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
					held.acquireUninterruptibly();
					response.getWriter().print("held");
				}

			}, "/hold/*");
		}

		@Bean
		ServletRegistrationBean<HttpServlet> quick() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
					response.getWriter().print("quick");
				}

			}, "/quick/*");
		}

	}

}
