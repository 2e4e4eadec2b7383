package io.coroutine.autoconfigure.tomcat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Boot's settings of Tomcat with our connector.
 */
class TomcatSettingsTests {

	private final WebApplicationContextRunner runner = TomcatApplication.runner();

	@Test
	void whenConnectorIsConfiguredThenOursHasTheSettings() {
		this.runner
			.withPropertyValues("server.address=127.0.0.1", "server.tomcat.max-connections=123",
					"server.tomcat.accept-count=45", "server.tomcat.connection-timeout=6s",
					"server.tomcat.keep-alive-timeout=7s", "server.tomcat.max-keep-alive-requests=8",
					"server.max-http-request-header-size=9KB", "server.tomcat.max-http-response-header-size=10KB",
					"server.tomcat.max-swallow-size=11KB", "server.tomcat.max-http-form-post-size=12KB",
					"server.tomcat.processor-cache=13", "server.compression.enabled=true",
					"server.compression.min-response-size=14B", "server.tomcat.relaxed-query-chars=|",
					"server.tomcat.max-parameter-count=15")
			.run((context) -> {
				AbstractHttp11Protocol<?> protocol = ours(context);
				assertThat(protocol.getAddress().getHostAddress()).isEqualTo("127.0.0.1");
				assertThat(protocol.getMaxConnections()).isEqualTo(123);
				assertThat(protocol.getAcceptCount()).isEqualTo(45);
				assertThat(protocol.getConnectionTimeout()).isEqualTo(6000);
				assertThat(protocol.getKeepAliveTimeout()).isEqualTo(7000);
				assertThat(protocol.getMaxKeepAliveRequests()).isEqualTo(8);
				assertThat(protocol.getMaxHttpRequestHeaderSize()).isEqualTo(9 * 1024);
				assertThat(protocol.getMaxHttpResponseHeaderSize()).isEqualTo(10 * 1024);
				assertThat(protocol.getMaxSwallowSize()).isEqualTo(11 * 1024);
				assertThat(TomcatApplication.connector(context).getMaxPostSize()).isEqualTo(12 * 1024);
				assertThat(protocol.getProcessorCache()).isEqualTo(13);
				assertThat(protocol.getCompression()).isEqualTo("on");
				assertThat(protocol.getCompressionMinSize()).isEqualTo(14);
				assertThat(protocol.getRelaxedQueryChars()).isEqualTo("|");
				assertThat(TomcatApplication.connector(context).getMaxParameterCount()).isEqualTo(15);
			});
	}

	@Test
	void whenSettingsAreUsedThenAnswersShowThem() {
		this.runner.withUserConfiguration(Echo.class)
			.withPropertyValues("server.compression.enabled=true", "server.compression.min-response-size=1B",
					"server.server-header=mine", "server.forward-headers-strategy=native",
					"server.tomcat.relaxed-query-chars=|")
			.run((context) -> {
				ours(context);
				String answer = exchange(context, "GET /echo?a=|b HTTP/1.1", "Host: localhost",
						"X-Forwarded-Proto: https", "X-Forwarded-For: 192.0.2.1", "Connection: close");
				assertThat(answer).startsWith("HTTP/1.1 200").contains("Server: mine").contains("https 192.0.2.1 a=|b");
				assertThat(exchange(context, "GET /echo HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip",
						"Connection: close"))
					.contains("Content-Encoding: gzip");
			});
	}

	@Test
	void whenHeadersAreTooLongThenAnswerIsBadRequest() {
		this.runner.withPropertyValues("server.max-http-request-header-size=1KB")
			.run((context) -> assertThat(exchange(context, "GET /probe HTTP/1.1", "Host: localhost",
					"X-Long: " + "x".repeat(2000), "Connection: close"))
				.startsWith("HTTP/1.1 400"));
	}

	private static AbstractHttp11Protocol<?> ours(AssertableWebApplicationContext context) {
		assertThat(TomcatApplication.connectorKind(context)).isEqualTo(TomcatApplication.OURS);
		return (AbstractHttp11Protocol<?>) TomcatApplication.protocol(context);
	}

	private static String exchange(AssertableWebApplicationContext context, String... lines) throws IOException {
		try (Socket socket = new Socket("localhost", TomcatApplication.server(context).getPort())) {
			socket.getOutputStream()
				.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
			return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
				.lines()
				.collect(Collectors.joining("\n"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		@Bean
		ServletRegistrationBean<HttpServlet> echo() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
					response.setContentType("text/plain");
					response.getWriter()
						.write(request.getScheme() + " " + request.getRemoteAddr() + " " + request.getQueryString());
				}

			}, "/echo");
		}

	}

}
