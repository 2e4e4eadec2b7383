package io.coroutine.compatibility.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.SideBySide;
import io.coroutine.compatibility.Technology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Security: who the user is, in the request, in what it forks and in what it has
 * done elsewhere.
 */
class SecurityTests {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");

	@RegisterExtension
	static final SideBySide services = SideBySide.of(SecurityApplication.class, Technology.SECURITY)
		.with("management.endpoints.web.exposure.include=coroutine-dashboard", "coroutine.context.inherit.tasks=true");

	@Test
	void whenNobodyIsLoggedInThenOnlyWhatIsPublicIsOpen() throws Exception {
		List<Answer> answers = services.same((client) -> List.of(client.get("/public"), client.get("/me"),
				client.get("/me", "Accept: text/html"), client.get("/me", basic("ann", "wrong"))));
		assertThat(answers.stream().map(Answer::code)).containsExactly(200, 401, 302, 401);
		assertThat(answers.get(0).text()).isEqualTo("open to anonymousUser");
	}

	@Test
	void whenDashboardIsAskedForThenItsPartsAreGuardedLikeAllElse() throws Exception {
		services.each((client, service) -> {
			for (String part : List.of("", "/data", "/dashboard.js")) {
				String path = "/actuator/coroutine-dashboard" + part;
				assertThat(client.get(path).code()).as(path).isEqualTo(401);
				Answer answer = client.get(path, basic("ann"));
				boolean stock = service.mode() == Mode.STOCK;
				assertThat(answer.code()).as(path).isEqualTo((stock) ? 404 : 200);
				if (!stock) {
					assertThat(answer.header("Content-Security-Policy")).hasValueSatisfying(
							(policy) -> assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
					assertThat(answer.header("Cache-Control")).hasValue("no-store");
				}
			}
		});
	}

	@Test
	void whenCredentialsComeWithTheRequestThenTheUserIsKnownEverywhere() throws Exception {
		Answer answer = services.same((client) -> client.get("/me", basic("ann")));
		assertThat(answer.text()).isEqualTo("[\"ann\",\"ann\",\"ann\",\"ann\"]");
	}

	@Test
	void whenOnlyAdministratorsMayThenOthersMayNot() throws Exception {
		List<Answer> answers = services.same((client) -> List.of(client.get("/admin/report", basic("ann")),
				client.get("/admin/report", basic("root"))));
		assertThat(answers.stream().map(Answer::code)).containsExactly(403, 200);
		assertThat(answers.get(1).text()).isEqualTo("report for root");
	}

	@Test
	void whenMethodsAreGuardedByExpressionsThenTheUserDecides() throws Exception {
		List<Answer> answers = services.same(
				(client) -> List.of(client.get("/balance/ann", basic("ann")), client.get("/balance/bob", basic("ann")),
						client.get("/balance/bob", basic("root")), client.get("/owner/2", basic("ann")),
						client.get("/owner/2", basic("bob")), client.get("/accounts", basic("ann"))));
		assertThat(answers.stream().map(Answer::code)).containsExactly(200, 403, 200, 200, 403, 200);
		assertThat(answers.get(5).text()).isEqualTo("[\"ann 1\",\"ann 3\"]");
	}

	@Test
	void whenLoggedInByFormThenTheSessionKnowsTheUserUntilLogout() throws Exception {
		List<Answer> answers = services.same((client) -> {
			Answer form = client.get("/login");
			Answer login = logIn(client, "ann");
			Answer me = client.get("/me");
			Answer logout = client.postForm("/logout", "_csrf", token(client.get("/login")));
			return List.of(form, login, me, logout, client.get("/me"));
		});
		assertThat(answers.stream().map(Answer::code)).containsExactly(200, 302, 200, 204, 401);
		assertThat(answers.get(1).header("Location")).contains("http://compatibility.test/");
	}

	@Test
	void whenPasswordIsWrongThenTheFormComesBack() throws Exception {
		Answer answer = services.same((client) -> client.postForm("/login", "username", "ann", "password", "wrong",
				"_csrf", token(client.get("/login"))));
		assertThat(answer.header("Location")).contains("http://compatibility.test/login?error");
	}

	@Test
	void whenTokenIsMissingThenTheFormIsRefused() throws Exception {
		List<Answer> answers = services.same((client) -> {
			Answer login = logIn(client, "ann");
			return List.of(login, client.postForm("/transfer"),
					client.postForm("/transfer", "_csrf", token(client.get("/login"))),
					client.postForm("/api/transfer"));
		});
		assertThat(answers.stream().map(Answer::code)).containsExactly(302, 403, 200, 200);
	}

	@Test
	void whenAnsweredLaterThenTheUserIsKnownThere() throws Exception {
		Answer answer = services.same((client) -> client.get("/callable", basic("bob")));
		assertThat(answer.text()).isEqualTo("bob");
	}

	@Test
	void whenTasksShallInheritThenTheyHaveTheUserOnCoroutines() throws Exception {
		services.each((client, service) -> {
			boolean stock = service.mode() == Mode.STOCK;
			assertThat(client.get("/async", basic("bob")).text()).isEqualTo((stock) ? "nobody" : "bob");
			assertThat(client.get("/async-balance/bob", basic("bob")).text())
				.startsWith((stock) ? "denied: " : "bob has 42");
			assertThat(client.get("/async-balance/ann", basic("bob")).text()).startsWith("denied: ");
			assertThat(client.get("/async-logout", basic("bob")).text()).isEqualTo("[\"nobody\",\"bob\"]");
			assertThat(client.get("/async", basic("ann")).text()).isEqualTo((stock) ? "nobody" : "ann");
		});
	}

	@Test
	void whenForkedThenTheChildHasACopyOfTheContext() throws Exception {
		services.each((client, service) -> {
			if (service.mode() == Mode.STOCK) {
				assertThat(client.get("/forked/ann", basic("ann")).code()).isEqualTo(500);
			}
			else {
				assertThat(client.get("/forked/ann", basic("ann")).text())
					.isEqualTo("[\"ann has 42\",\"ann\",\"shared false\",\"nobody\",\"ann\"]");
				assertThat(client.get("/forked/ann", basic("bob")).code()).isEqualTo(403);
			}
		});
	}

	private static Answer logIn(Client client, String user) throws Exception {
		return client.postForm("/login", "username", user, "password", user + "-secret", "_csrf",
				token(client.get("/login")));
	}

	private static String token(Answer form) {
		Matcher matcher = TOKEN.matcher(form.text());
		assertThat(matcher.find()).as(form.text()).isTrue();
		return matcher.group(1);
	}

	private static String basic(String user) {
		return basic(user, user + "-secret");
	}

	private static String basic(String user, String password) {
		return "Authorization: Basic "
				+ Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

}
