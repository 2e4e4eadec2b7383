package io.coroutine.compatibility.mvc;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.SideBySide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring MVC: arguments, bodies, exceptions, filters, redirects.
 */
class MvcTests {

	@RegisterExtension
	static final SideBySide services = SideBySide.of(MvcApplication.class)
		.with("server.forward-headers-strategy=framework", "spring.servlet.multipart.max-file-size=100KB");

	@Test
	void whenArgumentsAreOfAllKindsThenAllAreConverted() throws Exception {
		Answer answer = services
			.same((client) -> client.get("/params/b%C3%A4r?number=1&number=2&number=3&word=a+b%26c&day=2026-02-28",
					"X-Number: 42", "Cookie: biscuit=oat", "Accept-Language: de-AT"));
		assertThat(answer.code()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo("{\"biscuit\":\"oat\",\"day\":\"2026-02-28\",\"header\":42,"
				+ "\"locale\":\"de-AT\",\"number\":[1,2,3],\"path\":\"bär\",\"word\":\"a b&c\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/params/x", "/params/x?number=one&day=2026-02-28", "/params/x?number=1&day=yesterday",
			"/range/10", "/range/ten" })
	void whenArgumentIsMissingOrWrongThenTheRequestIsBad(String path) throws Exception {
		assertThat(services.same((client) -> client.get(path, "X-Number: 1")).code()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"name":"Ann","mail":"ann@test.org","age":30} | 200
			{"name":" ","mail":"ann@test.org","age":30}   | 400
			{"name":"Ann","mail":"ann","age":151}         | 400
			{"name":"Ann",                                | 400
			""")
	void whenBodyIsInvalidThenTheRequestIsBad(String json, int code) throws Exception {
		assertThat(services.same((client) -> client.postJson("/people", json)).code()).isEqualTo(code);
	}

	@Test
	void whenMethodTypeOrPathIsUnknownThenTheStatusTells() throws Exception {
		List<Answer> answers = services.same(
				(client) -> List.of(client.postForm("/range/1", "a", "b"), client.post("/people", "text/plain", "Ann"),
						client.get("/range/1", "Accept: image/png"), client.get("/nowhere"),
						client.send("HEAD", "/range/1", new byte[0]), client.send("OPTIONS", "/range/1", new byte[0])));
		assertThat(answers.stream().map(Answer::code)).containsExactly(405, 415, 406, 404, 200, 200);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10_000, 100 * 1024 })
	void whenFileIsUploadedThenAllOfItArrives(int size) throws Exception {
		Answer answer = services
			.same((client) -> client.post("/upload", "multipart/form-data; boundary=xyz", multipart("x".repeat(size))));
		assertThat(answer.code()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo("{\"name\":\"a.txt\",\"note\":\"grün\",\"size\":" + size + ",\"sum\":"
				+ size * 'x' + ",\"type\":\"text/plain\"}");
	}

	@Test
	void whenFileIsTooLargeThenTheStatusTells() throws Exception {
		Answer answer = services.same((client) -> client.post("/upload", "multipart/form-data; boundary=xyz",
				multipart("x".repeat(100 * 1024 + 1))));
		assertThat(answer.code()).isEqualTo(413);
	}

	private static String multipart(String file) {
		return """
				--xyz
				Content-Disposition: form-data; name="note"
				Content-Type: text/plain;charset=UTF-8

				grün
				--xyz
				Content-Disposition: form-data; name="file"; filename="a.txt"
				Content-Type: text/plain

				%s
				--xyz--
				""".formatted(file).replace("\n", "\r\n");
	}

	@Test
	void whenBodyIsLargeThenItComesBack() throws Exception {
		String text = "0123456789".repeat(100_000);
		Answer answer = services.same((client) -> client.post("/echo", "application/octet-stream", text));
		assertThat(answer.body()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@CsvSource({ "handled, 409", "status, 410", "checked, 500", "other, 500" })
	void whenHandlerThrowsThenAdviceOrErrorPageAnswers(String how, int code) throws Exception {
		assertThat(services.same((client) -> client.get("/failing?how=" + how)).code()).isEqualTo(code);
	}

	@Test
	void whenInterceptedThenHeadersAreThereAndItMayStop() throws Exception {
		List<Answer> answers = services
			.same((client) -> List.of(client.get("/intercepted/a"), client.get("/intercepted/b?stop=1")));
		assertThat(answers.get(0).header("X-Before")).contains("/intercepted/a");
		assertThat(answers.get(0).text()).isEqualTo("a");
		assertThat(answers.get(1).code()).isEqualTo(402);
	}

	@Test
	void whenRedirectedThenFlashAttributesComeOnce() throws Exception {
		List<Answer> answers = services.same((client) -> {
			Answer redirect = client.postForm("/orders", "what", "tea");
			String target = redirect.header("Location").orElseThrow();
			return List.of(redirect, client.get(target), client.get(target));
		});
		assertThat(answers.stream().map(Answer::code)).containsExactly(302, 200, 200);
		assertThat(answers.get(1).text()).isEqualTo("tea: Ordered tea");
		assertThat(answers.get(2).text()).isEqualTo("tea: null");
	}

	@Test
	void whenOriginIsKnownThenItMayReadAndOthersMayNot() throws Exception {
		List<Answer> answers = services
			.same((client) -> List.of(client.get("/cors/data", "Origin: https://friend.test"),
					client.get("/cors/data", "Origin: https://foe.test"), client.send("OPTIONS", "/cors/data",
							new byte[0], "Origin: https://friend.test", "Access-Control-Request-Method: PUT")));
		assertThat(answers.stream().map(Answer::code)).containsExactly(200, 403, 200);
		assertThat(answers.get(2).header("Access-Control-Allow-Methods")).contains("GET,PUT");
	}

	@Test
	void whenContentIsUnchangedThenItIsNotSentAgain() throws Exception {
		List<Answer> answers = services.same((client) -> {
			Answer first = client.get("/tagged?text=a");
			String tag = first.header("ETag").orElseThrow();
			return List.of(first, client.get("/tagged?text=a", "If-None-Match: " + tag),
					client.get("/tagged?text=b", "If-None-Match: " + tag));
		});
		assertThat(answers.stream().map(Answer::code)).containsExactly(200, 304, 200);
	}

	@Test
	void whenForwardedThenLinksAreThoseOfTheProxy() throws Exception {
		Answer answer = services.same((client) -> client.get("/link", "X-Forwarded-Proto: https",
				"X-Forwarded-Host: shop.test", "X-Forwarded-Prefix: /api"));
		assertThat(answer.text()).isEqualTo("https://shop.test/api/link");
	}

}
