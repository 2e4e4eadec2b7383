package io.coroutine.compatibility.mvc;

import java.util.List;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.SideBySide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are answered later: each of their dispatches runs in a coroutine, too.
 */
class AsyncTests {

	@RegisterExtension
	static final SideBySide services = SideBySide.of(MvcApplication.class);

	@ParameterizedTest
	@CsvSource({ "callable, called tea", "deferred, deferred tea", "future, future TEA", "joined, TEA AND TEA" })
	void whenResultComesLaterThenItIsTheAnswer(String how, String expected) throws Exception {
		Answer answer = services.same((client) -> client.get("/async/" + how + "?text=tea"));
		assertThat(answer.text()).isEqualTo(expected);
	}

	@Test
	void whenCallableFailsThenAdviceAnswers() throws Exception {
		assertThat(services.same((client) -> client.get("/async/failing")).code()).isEqualTo(409);
	}

	@Test
	void whenResultComesTooLateThenTheTimeoutAnswers() throws Exception {
		Answer answer = services.same((client) -> client.get("/async/timeout"));
		assertThat(answer.text()).isEqualTo("timed out");
	}

	@Test
	void whenEventsAreEmittedThenAllArriveInOrder() throws Exception {
		Answer answer = services.same((client) -> client.get("/async/events?count=100"));
		assertThat(answer.text()).startsWith("id:0\ndata:event 0\n\nid:1\n").endsWith("id:99\ndata:event 99\n\n");
		assertThat(answer.header("Content-Type")).contains("text/event-stream");
	}

	@Test
	void whenBodyIsStreamedThenAllOfItArrives() throws Exception {
		List<Answer> answers = services
			.same((client) -> List.of(client.get("/async/stream?lines=10000"), client.get("/async/parts?count=100")));
		assertThat(answers.get(0).text().lines()).hasSize(10_000).endsWith("line 9999");
		assertThat(answers.get(1).text().lines()).hasSize(100).endsWith("part 99");
	}

	@Test
	void whenManyAsyncRequestsOfOneConnectionThenAllAreAnswered() throws Exception {
		services.each((client, _) -> {
			for (int i = 0; i < 200; i++) {
				assertThat(client.get("/async/deferred?text=" + i).text()).isEqualTo("deferred " + i);
				assertThat(client.get("/async/callable?text=" + i).text()).isEqualTo("called " + i);
			}
		});
	}

}
