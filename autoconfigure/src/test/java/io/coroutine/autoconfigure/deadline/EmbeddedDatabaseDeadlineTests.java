package io.coroutine.autoconfigure.deadline;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.CoroutineRuntime;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.autoconfigure.tomcat.CoroutineTomcatAutoConfiguration;
import io.coroutine.spring.deadline.WithDeadline;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deadlines with a database that computes in the coroutine of the request itself, and so
 * on the event loop whose timer is to end it.
 */
class EmbeddedDatabaseDeadlineTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(CoroutineAutoConfiguration.class,
				CoroutineDeadlineAutoConfiguration.class, CoroutineTomcatAutoConfiguration.class,
				DataSourceAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withBean(Controller.class)
		.withPropertyValues("server.port=0", "coroutine.engine=event-loop", "coroutine.loops.count=1",
				"spring.datasource.url=jdbc:h2:mem:deadlines", "spring.datasource.hikari.maximum-pool-size=1");

	@Test
	void whenDeadlinePassesInALongStatementThenItEndsAndTheConnectionIsBack() {
		this.runner.run((context) -> {
			assertThat(status(context, "/forever")).isEqualTo(503);
			assertThat(status(context, "/once")).isEqualTo(200);
			CoroutineRuntime runtime = context.getBean(CoroutineRuntime.class);
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			Eventually
				.until(() -> runtime.snapshot().live() == 0 && pool.getHikariPoolMXBean().getActiveConnections() == 0);
		});
	}

	private static int status(AssertableWebApplicationContext context, String path) throws Exception {
		int port = ((WebServerApplicationContext) context.getSourceApplicationContext()).getWebServer().getPort();
		try (HttpClient client = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
				.timeout(Duration.ofMinutes(1))
				.build();
			return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
	}

	@RestController
	static class Controller {

		private final JdbcTemplate jdbc;

		Controller(HikariDataSource pool) {
			this.jdbc = new JdbcTemplate(pool);
		}

		/**
		 * It would take hours.
		 */
		@GetMapping("/forever")
		@WithDeadline("200ms")
		Long forever() {
			return count("select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b"
					+ " where a.x + b.x < 0");
		}

		@GetMapping("/once")
		Long once() {
			return count("select count(*) from system_range(1, 10)");
		}

		private Long count(String query) {
			return this.jdbc.queryForObject(query, Long.class);
		}

	}

}
