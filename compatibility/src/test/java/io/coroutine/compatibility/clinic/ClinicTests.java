package io.coroutine.compatibility.clinic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.SideBySide;
import io.coroutine.compatibility.Technology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people do with an ordinary web application: JPA, Thymeleaf, validation, a cache.
 */
class ClinicTests {

	private static final String HTML = "Accept: text/html";

	@RegisterExtension
	static final SideBySide services = SideBySide.of(ClinicApplication.class, Technology.JPA)
		.with("logging.level.org.apache.catalina=off");

	@Test
	void whenOwnerIsCreatedThenItIsShownWithAWelcomeOnce() throws Exception {
		List<Answer> answers = services.same((client) -> {
			Answer form = client.get("/owners/new");
			Answer created = client.postForm("/owners/new", "name", "Ännchen & Söhne", "phone", "01 234");
			String page = created.header("Location").orElseThrow();
			return List.of(form, created, client.get(page), client.get(page));
		});
		assertThat(answers.stream().map(Answer::code)).containsExactly(200, 302, 200, 200);
		assertThat(answers.get(2).text()).contains("<p>Welcome, Ännchen &amp; Söhne</p>", "<p>01 234</p>");
		assertThat(answers.get(3).text()).contains("<h1>Ännchen &amp; Söhne</h1>").doesNotContain("Welcome");
	}

	@Test
	void whenFormIsInvalidThenItComesBackWithTheErrors() throws Exception {
		Answer answer = services.same((client) -> client.postForm("/owners/new", "name", " ", "phone", "none"));
		assertThat(answer.code()).isEqualTo(200);
		assertThat(answer.text()).contains("must not be blank", "digits and spaces only", "value=\"none\"");
	}

	@Test
	void whenOwnerIsEditedThenTheChangeIsThereAndAnInvalidOneIsNot() throws Exception {
		List<Answer> answers = services.same((client) -> {
			String page = create(client, "Before");
			return List.of(client.get(page + "/edit"),
					client.postForm(page + "/edit", "name", "After", "phone", "999", "id", "1"), client.get(page),
					client.postForm(page + "/edit", "name", "", "phone", "999"), client.get(page));
		});
		assertThat(answers.stream().map(Answer::code)).containsExactly(200, 302, 200, 200, 200);
		assertThat(answers.get(0).text()).contains("value=\"Before\"");
		assertThat(answers.get(2).text()).contains("<h1>After</h1>", "<p>999</p>");
		assertThat(answers.get(3).text()).contains("must not be blank");
		assertThat(answers.get(4).text()).contains("<h1>After</h1>");
	}

	@Test
	void whenPetsAndVisitsAreAddedThenTheViewLoadsThem() throws Exception {
		List<Answer> answers = services.same((client) -> {
			String page = create(client, "Zoe");
			client.postForm(page + "/pets", "name", "Tom", "kind", "cat", "born", "2020-02-29");
			client.postForm(page + "/pets", "name", "Rex", "kind", "dog", "born", "2021-01-01");
			Answer visit = client.postForm(page + "/pets/Tom/visits", "day", "2024-05-06", "reason", "sneezes");
			client.postForm(page + "/pets/Tom/visits", "day", "2023-05-06", "reason", "itches");
			return List.of(visit, client.get(page), client.get("/owners?name=zoe"));
		});
		assertThat(answers.get(0).code()).isEqualTo(302);
		assertThat(answers.get(1).text()).containsSubsequence("<h2>Rex, dog", "<h2>Tom, cat, born 2020-02-29",
				"<li>2023-05-06: itches</li>", "<li>2024-05-06: sneezes</li>", "<option value=\"hamster\"");
		assertThat(answers.get(2).text()).contains("<span>Rex </span><span>Tom </span>");
	}

	@Test
	void whenPetOrVisitIsInvalidThenNothingIsAdded() throws Exception {
		List<Answer> answers = services.same((client) -> {
			String page = create(client, "Yan");
			return List.of(client.postForm(page + "/pets", "name", "Tux", "kind", "penguin", "born", "2020-01-01"),
					client.postForm(page + "/pets", "name", "Tux", "kind", "cat", "born", "soon"),
					client.postForm(page + "/pets/Nobody/visits", "day", "2024-05-06", "reason", "x"),
					client.get(page));
		});
		assertThat(answers.stream().map(Answer::code)).containsExactly(200, 200, 404, 200);
		assertThat(answers.get(0).text()).contains("not treated here");
		assertThat(answers.get(3).text()).doesNotContain("Tux");
	}

	@Test
	void whenManyAreFoundThenTheyComeInPages() throws Exception {
		List<Answer> answers = services.same((client) -> {
			for (int i = 0; i < 5; i++) {
				create(client, "Quinn " + i);
			}
			return List.of(client.get("/owners?name=quinn"), client.get("/owners?name=quinn&page=1"),
					client.get("/owners?name=nobody"));
		});
		assertThat(answers.get(0).text()).contains("Quinn 0", "Quinn 2", "/owners?name=quinn&amp;page=1")
			.doesNotContain("Quinn 3");
		assertThat(answers.get(1).text()).contains("Quinn 3", "Quinn 4").doesNotContain("more");
		assertThat(answers.get(2).text()).contains("None whose name begins with <b>nobody</b>");
	}

	@Test
	void whenPageIsMissingOrFailsThenTheErrorPageIsShown() throws Exception {
		List<Answer> answers = services
			.same((client) -> List.of(client.get("/owners/4711", HTML), client.get("/nowhere", HTML),
					client.get("/oops", HTML), client.get("/oops"), client.get("/owners/first", HTML)));
		assertThat(answers.stream().map(Answer::code)).containsExactly(404, 404, 500, 500, 400);
		assertThat(answers.get(0).text()).contains("<h1>Not here</h1><p>/owners/4711</p>");
		assertThat(answers.get(2).text()).contains("<h1>Something is wrong</h1><p>500 Internal Server Error</p>");
	}

	@Test
	void whenManyAskForWhatIsCachedThenItIsLoadedOnce() throws Exception {
		services.each((_, service) -> {
			Kinds kinds = service.bean(Kinds.class);
			kinds.forget();
			try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
				List<Future<Integer>> codes = new ArrayList<>();
				for (int i = 0; i < 64; i++) {
					codes.add(clients.submit(() -> {
						try (Client client = service.client()) {
							return client.get("/owners/new").code();
						}
					}));
				}
				for (Future<Integer> code : codes) {
					assertThat(code.get()).isEqualTo(200);
				}
			}
			assertThat(kinds.loads()).isEqualTo(1);
		});
	}

	private static String create(Client client, String name) throws Exception {
		return client.postForm("/owners/new", "name", name, "phone", "123")
			.header("Location")
			.orElseThrow()
			.replaceFirst(";.*", "");
	}

}
