package io.coroutine.compatibility.mvc;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.SideBySide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The current request, and sessions in memory.
 */
class ScopeTests {

	private static final int AT_ONCE = 8;

	@RegisterExtension
	static final SideBySide services = SideBySide.of(MvcApplication.class)
		.with("spring.mvc.dispatch-options-request=true", "server.servlet.session.cookie.name=JSESSIONID",
				"server.servlet.session.timeout=1h");

	@Test
	void whenHandlerAsksForTheRequestThenItIsThereInForkedCoroutinesToo() throws Exception {
		Answer answer = services.same((client) -> client.get("/scope/holder?name=tea"));
		assertThat(answer.text()).isEqualTo("tea tea");
	}

	@Test
	void whenOptionsAreDispatchedThenTheHandlerAnswers() throws Exception {
		Answer answer = services.same((client) -> client.send("OPTIONS", "/scope/holder?name=tea", new byte[0]));
		assertThat(answer.code()).isEqualTo(200);
		assertThat(answer.header("Allow")).isPresent();
	}

	@Test
	void whenTaskAsksForTheRequestThenThereIsNone() throws Exception {
		assertThat(services.same((client) -> client.get("/scope/async?name=tea")).text()).isEqualTo("no request");
	}

	@Test
	void whenSessionLastsThenItCountsUntilItIsForgotten() throws Exception {
		List<Answer> answers = services.same((client) -> List.of(client.get("/scope/count"), client.get("/scope/count"),
				client.get("/scope/count"), client.get("/scope/forget"), client.get("/scope/count")));
		assertThat(answers.stream().map(Answer::text)).containsExactly("1", "2", "3", "", "1");
		assertThat(answers.get(0).header("Set-Cookie"))
			.hasValueSatisfying((cookie) -> assertThat(cookie).startsWith("JSESSIONID="));
	}

	@Test
	void whenRequestsOfOneSessionComeAtOnceThenAllSeeTheSameSession() throws Exception {
		services.each((client, _) -> {
			assertThat(client.get("/scope/count").text()).isEqualTo("1");
			assertThat(atOnce(client, "/scope/count", 25)).containsExactlyInAnyOrderElementsOf(
					IntStream.rangeClosed(2, AT_ONCE * 25 + 1).mapToObj(String::valueOf).toList());
		});
	}

	@Test
	void whenHandlersSynchronizeOnTheSessionThenOneRequestOfItAtATime() throws Exception {
		services.each((client, service) -> {
			RequestMappingHandlerAdapter adapter = service.bean(RequestMappingHandlerAdapter.class);
			adapter.setSynchronizeOnSession(true);
			try {
				assertThat(client.get("/scope/slow-count").text()).isEqualTo("1");
				assertThat(atOnce(client, "/scope/slow-count", 5)).containsExactlyInAnyOrderElementsOf(
						IntStream.rangeClosed(2, AT_ONCE * 5 + 1).mapToObj(String::valueOf).toList());
				assertThat(service.bean(ScopeController.class).most()).isEqualTo(1);
			}
			finally {
				adapter.setSynchronizeOnSession(false);
			}
		});
	}

	private static List<String> atOnce(Client session, String path, int each) throws Exception {
		try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
			List<Future<List<String>>> answers = Stream
				.generate(() -> clients.submit(() -> sequence(session, path, each)))
				.limit(AT_ONCE)
				.toList();
			for (Future<List<String>> answer : answers) {
				answer.get();
			}
			return answers.stream().flatMap((answer) -> answer.resultNow().stream()).toList();
		}
	}

	private static List<String> sequence(Client session, String path, int count) throws Exception {
		try (Client client = session.another()) {
			String[] answers = new String[count];
			for (int i = 0; i < count; i++) {
				answers[i] = client.get(path).text();
			}
			return List.of(answers);
		}
	}

}
