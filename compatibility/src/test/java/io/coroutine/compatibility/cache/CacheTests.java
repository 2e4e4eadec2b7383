package io.coroutine.compatibility.cache;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.Service;
import io.coroutine.compatibility.SideBySide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cache, with the provider of Boot's default and with Caffeine.
 */
class CacheTests {

	@RegisterExtension
	static final SideBySide services = SideBySide.of(Application.class);

	@ParameterizedTest
	@ValueSource(strings = { "simple", "caffeine" })
	void whenManyAskAtOnceThenOneLoadsAndTheOthersWait(String provider) throws Exception {
		services.each((_, service) -> {
			Loader loader = service.bean(Loader.class);
			for (int round = 0; round < 3; round++) {
				int before = loader.loads();
				assertThat(askAtOnce(service, "/" + provider + "/round-" + round)).hasSize(1);
				assertThat(loader.loads()).isEqualTo(before + 1);
			}
		});
	}

	@Test
	void whenCachedThenItStaysUntilItIsReplacedOrDropped() throws Exception {
		List<Answer> answers = services.same((client) -> {
			int first = number(client.get("/simple/a"));
			Answer second = client.get("/simple/a");
			Answer replaced = client.get("/replace/a");
			Answer third = client.get("/simple/a");
			client.get("/drop/a");
			assertThat(number(client.get("/simple/a"))).isGreaterThan(first);
			assertThat(number(second)).isEqualTo(first);
			return List.of(replaced, third);
		});
		assertThat(answers.stream().map(Answer::text)).containsExactly("-1", "-1");
	}

	private static int number(Answer answer) {
		return Integer.parseInt(answer.text());
	}

	private static Set<String> askAtOnce(Service service, String path) throws Exception {
		try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
			List<Future<String>> answers = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				answers.add(clients.submit(() -> {
					try (Client client = service.client()) {
						return client.get(path).text();
					}
				}));
			}
			Set<String> different = new HashSet<>();
			for (Future<String> answer : answers) {
				different.add(answer.get());
			}
			return different;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	@Import({ Loader.class, LoadController.class })
	static class Application {

		@Bean
		@Primary
		CacheManager simple() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		CacheManager caffeine() {
			return new CaffeineCacheManager();
		}

	}

	@Component
	static class Loader {

		private final AtomicInteger loads = new AtomicInteger();

		public int loads() {
			return this.loads.get();
		}

		@Cacheable(cacheNames = "values", sync = true)
		public int simple(String key) throws InterruptedException {
			return load();
		}

		@Cacheable(cacheNames = "values", cacheManager = "caffeine", sync = true)
		public int caffeine(String key) throws InterruptedException {
			return load();
		}

		@CachePut(cacheNames = "values")
		public int replace(String key) {
			return -1;
		}

		@CacheEvict(cacheNames = "values")
		public void drop(String key) {
		}

		private int load() throws InterruptedException {
			Thread.sleep(20);
			return this.loads.incrementAndGet();
		}

	}

	@RestController
	static class LoadController {

		private final Loader loader;

		LoadController(Loader loader) {
			this.loader = loader;
		}

		@GetMapping("/simple/{key}")
		int simple(@PathVariable String key) throws InterruptedException {
			return this.loader.simple(key);
		}

		@GetMapping("/caffeine/{key}")
		int caffeine(@PathVariable String key) throws InterruptedException {
			return this.loader.caffeine(key);
		}

		@GetMapping("/replace/{key}")
		int replace(@PathVariable String key) {
			return this.loader.replace(key);
		}

		@GetMapping("/drop/{key}")
		void drop(@PathVariable String key) {
			this.loader.drop(key);
		}

	}

}
