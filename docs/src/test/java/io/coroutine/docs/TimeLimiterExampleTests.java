package io.coroutine.docs;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.github.resilience4j.timelimiter.annotation.TimeLimiter;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of a blocking method in {@code docs/resilience4j.md}.
 */
class TimeLimiterExampleTests {

	@Test
	void whenABlockingMethodIsLateThenItsFallbackIsCalled() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--resilience4j.timelimiter.instances.inventory.timeout-duration=20ms")) {
			assertThat(context.getBean(Inventory.class).stock("tea")).isEqualTo("unknown");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Inventory inventory() {
			ClientHttpRequestFactory hangs = (uri, method) -> {
				try {
					Thread.sleep(Duration.ofHours(1));
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				throw new IOException("Interrupted");
			};
			return new Inventory(new RestTemplate(hangs), "http://localhost/{product}");
		}

	}

	static class Inventory {

		private final RestTemplate rest;

		private final String url;

		Inventory(RestTemplate rest, String url) {
			this.rest = rest;
			this.url = url;
		}

		@TimeLimiter(name = "inventory", fallbackMethod = "unknown")
		String stock(String product) {
			return this.rest.getForObject(this.url, String.class, product);
		}

		private String unknown(String product, TimeoutException ex) {
			return "unknown";
		}

	}

}
