package io.coroutine.sample.endtoend;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.hc.core5.util.TimeValue;

import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks into the service from inside.
 */
final class Probe {

	private Probe() {
	}

	/**
	 * Notes in which coroutine each request runs.
	 */
	static class CoroutineFilter extends OncePerRequestFilter {

		private final ThreadLocal<Boolean> used = new ThreadLocal<>();

		private final Set<Long> coroutines = ConcurrentHashMap.newKeySet();

		private final AtomicInteger requests = new AtomicInteger();

		private final AtomicInteger withoutCoroutine = new AtomicInteger();

		private final AtomicInteger withForeignThreadLocal = new AtomicInteger();

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			this.requests.incrementAndGet();
			Coroutine current = Coroutine.current();
			if (current == null) {
				this.withoutCoroutine.incrementAndGet();
			}
			else {
				this.coroutines.add(current.id());
			}
			if (this.used.get() != null) {
				this.withForeignThreadLocal.incrementAndGet();
			}
			this.used.set(true);
			chain.doFilter(request, response);
		}

		int requests() {
			return this.requests.get();
		}

		int distinctCoroutines() {
			return this.coroutines.size();
		}

		int withoutCoroutine() {
			return this.withoutCoroutine.get();
		}

		int withForeignThreadLocal() {
			return this.withForeignThreadLocal.get();
		}

	}

	/**
	 * Closes idle connections to the inventory soon. Otherwise the pool keeps them, and
	 * as it is closed by nobody, even longer than the service lives.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ShortLivedConnections {

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> idleConnections() {
			return (builder) -> builder
				.withHttpClientCustomizer((client) -> client.evictIdleConnections(TimeValue.ofMilliseconds(500)));
		}

	}

	/**
	 * Runs whatever query a test wants.
	 */
	@RestController
	static class QueryController {

		private final JdbcTemplate jdbc;

		private final AtomicInteger running = new AtomicInteger();

		QueryController(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@GetMapping("/probe/query")
		String query(@RequestParam String sql) {
			this.running.incrementAndGet();
			try {
				return String.valueOf(this.jdbc.queryForObject(sql, Object.class));
			}
			finally {
				this.running.decrementAndGet();
			}
		}

		int running() {
			return this.running.get();
		}

	}

}
