package io.coroutine.docs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import io.coroutine.local.CoroutineLocal;
import io.coroutine.scope.CoroutineScope;
import io.coroutine.spring.scope.CoroutineScoped;
import io.coroutine.spring.web.RequestLocal;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/context.md}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ContextExampleTests {

	@Value("${local.server.port}")
	private int port;

	private String get(String path, String tenant) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
				.header("X-Tenant", tenant)
				.build();
			return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
		}
	}

	@Test
	void whenForkedThenChildrenHaveTheContext() throws Exception {
		assertThat(get("/greeting", "acme")).isEqualTo("for tea by anna");
	}

	@Test
	void whenBoundToRequestsThenExpressionsFindIt() throws Exception {
		assertThat(get("/prices", "acme")).isEqualTo("prices of acme");
		assertThat(get("/prices", "zeta")).isEqualTo("prices of zeta");
		assertThat(get("/prices", "acme")).isEqualTo("prices of acme");
	}

	@Test
	void whenABeanBelongsToACoroutineThenTheNextOneHasItsOwn() throws Exception {
		assertThat(get("/steps", "acme")).isEqualTo("[begun, done]");
		assertThat(get("/steps", "acme")).isEqualTo("[begun, done]");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		static final CoroutineLocal<String> TENANT = CoroutineLocal.<String>builder()
			.name("tenant")
			.initial(() -> "unknown")
			.inherited()
			.build();

		@Bean
		RequestLocal<String> tenantOfRequest() {
			return RequestLocal.fromHeader(TENANT, "X-Tenant").orElse("public").inMdc();
		}

		@Bean
		@CoroutineScoped
		Steps steps() {
			return new Steps();
		}

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		Prices prices() {
			return new Prices();
		}

		@Bean
		Controller controller(Prices prices, Steps steps) {
			return new Controller(prices, steps);
		}

	}

	static class Steps {

		private final List<String> all = new ArrayList<>();

		void add(String step) {
			this.all.add(step);
		}

		@Override
		public String toString() {
			return this.all.toString();
		}

	}

	static class Prices {

		private static final CoroutineLocal<String> TENANT = Application.TENANT;

		@Cacheable(cacheNames = "prices", key = "@coroutineLocals['tenant']")
		public String prices() {
			return "prices of " + TENANT.get();
		}

	}

	@RestController
	static class Controller {

		private final Prices prices;

		private final Steps steps;

		Controller(Prices prices, Steps steps) {
			this.prices = prices;
			this.steps = steps;
		}

		@ModelAttribute
		void prepare(HttpServletRequest request) {
			request.setAttribute("name", "tea");
			MDC.put("user", "anna");
		}

		@GetMapping("/greeting")
		String greeting() throws Exception {
			try (CoroutineScope scope = CoroutineScope.open()) {
				Future<String> name = scope.fork(() -> "for " + RequestContextHolder.currentRequestAttributes()
					.getAttribute("name", RequestAttributes.SCOPE_REQUEST));
				Future<String> user = scope.fork(() -> MDC.get("user"));
				scope.joinAll();
				return name.resultNow() + " by " + user.resultNow();
			}
		}

		@GetMapping("/prices")
		String pricesOfTenant() {
			return this.prices.prices();
		}

		@GetMapping("/steps")
		String stepsOfRequest() {
			this.steps.add("begun");
			this.steps.add("done");
			return this.steps.toString();
		}

	}

}
