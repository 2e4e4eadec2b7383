package io.coroutine.compatibility.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.SideBySide;
import io.coroutine.compatibility.Technology;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Session, with sessions in a database.
 */
class SessionTests {

	private static final int AT_ONCE = 8;

	@RegisterExtension
	static final SideBySide services = SideBySide.of(Application.class, Technology.SESSION)
		.with("spring.session.jdbc.initialize-schema=always");

	@Test
	void whenSessionHasValuesThenTheNextRequestHasThem() throws Exception {
		List<Answer> answers = services.same((client) -> List.of(client.get("/put/a?value=1"),
				client.get("/put/b?value=2"), client.get("/all"), client.get("/renew"), client.get("/all")));
		assertThat(answers.get(2).text()).isEqualTo("[\"a=1\",\"b=2\"]");
		assertThat(answers.get(3).header("Set-Cookie"))
			.hasValueSatisfying((cookie) -> assertThat(cookie).startsWith("SESSION="));
		assertThat(answers.get(4).text()).isEqualTo("[\"a=1\",\"b=2\"]");
	}

	@Test
	void whenSessionIsForgottenThenItIsGoneFromTheDatabase() throws Exception {
		services.each((client, service) -> {
			JdbcTemplate jdbc = service.bean(JdbcTemplate.class);
			Integer before = jdbc.queryForObject("select count(*) from SPRING_SESSION", Integer.class);
			client.get("/put/a?value=1");
			assertThat(jdbc.queryForObject("select count(*) from SPRING_SESSION", Integer.class)).isEqualTo(before + 1);
			client.get("/forget");
			assertThat(jdbc.queryForObject("select count(*) from SPRING_SESSION", Integer.class)).isEqualTo(before);
			assertThat(client.get("/all").text()).isEqualTo("[]");
			assertThat(service.bean(SessionRepositoryFilter.class)).isNotNull();
		});
	}

	@Test
	void whenManySessionsAreUsedAtOnceThenEachHasItsOwnValues() throws Exception {
		services.each((_, service) -> {
			try (ExecutorService users = Executors.newFixedThreadPool(AT_ONCE)) {
				List<Future<?>> ends = new ArrayList<>();
				for (int i = 0; i < AT_ONCE; i++) {
					String user = "user" + i;
					ends.add(users.submit(() -> {
						try (Client client = service.client()) {
							use(client, user);
						}
						return null;
					}));
				}
				for (Future<?> end : ends) {
					end.get();
				}
			}
		});
	}

	private static void use(Client client, String user) throws Exception {
		client.get("/put/user?value=" + user);
		for (int i = 0; i < 20; i++) {
			client.get("/put/count?value=" + i);
			assertThat(client.get("/all").text()).isEqualTo("[\"count=" + i + "\",\"user=" + user + "\"]");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SessionController controller() {
			return new SessionController();
		}

	}

	@RestController
	static class SessionController {

		@GetMapping("/put/{name}")
		void put(@PathVariable String name, @RequestParam String value, HttpSession session) {
			session.setAttribute(name, value);
		}

		@GetMapping("/all")
		List<String> all(HttpSession session) {
			List<String> all = new ArrayList<>();
			session.getAttributeNames()
				.asIterator()
				.forEachRemaining((name) -> all.add(name + "=" + session.getAttribute(name)));
			all.sort(null);
			return all;
		}

		@GetMapping("/renew")
		void renew(HttpServletRequest request) {
			request.changeSessionId();
		}

		@GetMapping("/forget")
		void forget(HttpSession session) {
			session.invalidate();
		}

	}

}
