package io.coroutine.actuate.dashboard;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DashboardPageTests {

	private static final List<String> SCRIPTS = List.of("chart.js", "dashboard.js", "dom.js", "format.js", "model.js",
			"panels.js", "status.js");

	private final DashboardPage page = DashboardPage.load();

	@Test
	void whenPageNamesAFileThenItIsThere() {
		assertThat(names(this.page.html(null, null), "(?:src|href)=\"coroutine-dashboard/([^\"]+)\"")).isNotEmpty()
			.allSatisfy((name) -> assertThat(this.page.file(name)).isNotBlank());
		assertThat(SCRIPTS.stream().flatMap((script) -> names(this.page.file(script), "from '\\./([^']+)'").stream()))
			.isNotEmpty()
			.isSubsetOf(SCRIPTS);
	}

	@Test
	void whenFilesAreReadThenNoneBreaksThePolicyOrAsksAnotherHost() {
		Stream
			.concat(Stream.of(this.page.html(null, null), this.page.file("dashboard.css")),
					SCRIPTS.stream().map(this.page::file))
			.forEach((text) -> assertThat(text.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:",
					"https:", "//cdn", "@import", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
					"eval(", "new Function", " style=", " onclick="));
	}

	@ParameterizedTest
	@CsvSource({ "coroutine-dashboard,coroutines,coroutine-dashboard,coroutines", "ops/board,ops/all,board,../ops/all",
			"a\"b,c\"d,a&quot;b,c&quot;d" })
	void whenPathsAreOthersThenThePageFindsItsFilesAndTheDumps(String path, String dumps, String start, String link) {
		assertThat(this.page.html(path, dumps)).contains("src=\"" + start + "/dashboard.js\"")
			.contains("data-dumps=\"" + link + "\"");
	}

	@Test
	void whenDumpsAreNotToBeSeenThenThePageDoesNotLinkThem() {
		assertThat(this.page.html("board", null)).contains("data-dumps=\"\"");
	}

	@Test
	void whenNoSuchFileIsInThePageThenThereIsNone() {
		assertThat(this.page.file("../DashboardPage.class")).isNull();
		assertThat(this.page.file("dashboard.html")).isNull();
		assertThat(DashboardPage.typeOf("data")).isNull();
	}

	private static List<String> names(String text, String pattern) {
		return Pattern.compile(pattern).matcher(text).results().map((found) -> found.group(1)).toList();
	}

}
