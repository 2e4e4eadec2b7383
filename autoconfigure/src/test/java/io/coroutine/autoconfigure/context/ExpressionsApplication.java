package io.coroutine.autoconfigure.context;

import io.coroutine.spring.scope.CoroutineScoped;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.annotation.RequestScope;

/**
 * Expressions that name a coroutine-local which is bound to requests.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
class ExpressionsApplication {

	@Bean
	ConcurrentMapCacheManager cacheManager() {
		return new ConcurrentMapCacheManager();
	}

	@Bean
	@CoroutineScoped
	OfCoroutine ofCoroutine() {
		return new OfCoroutine();
	}

	@Bean
	@RequestScope
	OfRequest ofRequest() {
		return new OfRequest();
	}

	@Bean
	Cached cached() {
		return new Cached();
	}

	static class OfCoroutine {

		@Value("#{tenant}")
		private String tenant;

		String tenant() {
			return this.tenant;
		}

	}

	static class OfRequest {

		@Value("#{coroutineLocals['tenant']}")
		private String tenant;

		String tenant() {
			return this.tenant;
		}

	}

	static class Cached {

		@Cacheable(cacheNames = "tenants", key = "@coroutineLocals['tenant']")
		public String value() {
			return "cached for " + RequestLocalAutoConfigurationTests.TENANT.get();
		}

	}

	@RestController
	static class ExpressionsController {

		private final OfCoroutine ofCoroutine;

		private final OfRequest ofRequest;

		private final Cached cached;

		ExpressionsController(OfCoroutine ofCoroutine, OfRequest ofRequest, Cached cached) {
			this.ofCoroutine = ofCoroutine;
			this.ofRequest = ofRequest;
			this.cached = cached;
		}

		@GetMapping("/expressions")
		String expressions() {
			return this.ofCoroutine.tenant() + " " + this.ofRequest.tenant() + " " + this.cached.value();
		}

	}

}
