package io.coroutine.browser;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.coroutine.Coroutine;
import io.coroutine.admission.AdmissionGate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard in Chromium, of a service below a context path. Each test opens the page
 * anew, and none may make the browser complain.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTests {

	/**
	 * So long nobody is stopped by the operating system; only those stall that mean to.
	 */
	private static final String THRESHOLD = "--coroutine.stall.threshold=500ms";

	/** Makes an answer of a service, as far as the scripts need it. */
	private static final String DATA = """
			const none = { runnable: 0, running: 0, waiting: 0, started: 0, failed: 0 };
			const data = (instance, nanos) => ({ origin: { instance, nanos, time: '2026-01-01T00:00:01Z' },
				coroutines: { shared: none, private: none }, switchLatency: [], loops: [], gates: [], stalls: [],
				stacks: { queued: 0, rejected: 0 } });
			""";

	private Browser browser;

	private Service service;

	@BeforeAll
	void start() throws IOException {
		this.browser = Browser.start();
		this.service = Service.start(0, THRESHOLD);
	}

	@AfterAll
	void stop() {
		if (this.service != null) {
			this.service.close();
		}
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@BeforeEach
	void open() {
		this.browser.reset();
		this.browser.driver().get(this.service.dashboard());
		this.browser.awaitText("#connection", "live");
	}

	@AfterEach
	void nothingIsWrong() {
		assertThat(this.browser.complaints()).isEmpty();
	}

	/**
	 * Wait for lines in all charts. Coroutines begin and end meanwhile, as of the few
	 * that the page itself makes hardly one in half a minute is timed.
	 */
	private void awaitLines() {
		this.browser.await("lines", () -> {
			this.service.startShort(64);
			return this.browser.findAll(".chart path").size() >= 8;
		});
	}

	@Test
	void whenOpenedThenEveryPanelShowsSomething() {
		awaitLines();
		assertThat(this.browser.findAll("main h2")).extracting(WebElement::getText)
			.containsExactly("Coroutines", "Switch latency", "Throughput", "Event loops", "Admission gates",
					"Private stacks", "Stalls", "Sockets", "Top waits");
		assertThat(this.browser.findAll(".chart")).hasSize(3).allSatisfy((chart) -> {
			assertThat(chart.getAttribute("aria-label")).contains(": ");
			assertThat(chart.getSize().getHeight()).isEqualTo(150);
		});
		assertThat(this.browser.text("#loops tbody")).matches("0(running|polling|sleeping|stalled).*");
		assertThat(this.browser.text("#sockets tbody")).contains("HTTP requests", "databases");
		assertThat(this.browser.text("#stacks tbody")).contains("0 / ");
		assertThat(this.browser.text("#engine")).contains("event-loop engine");
		assertThat(this.browser.text("#application")).isEqualTo("shop");
		assertThat(this.browser.findAll("#elsewhere a")).extracting((link) -> link.getAttribute("href"))
			.first()
			.isEqualTo(this.service.dashboard().replace("coroutine-dashboard", "coroutines/dump"));
	}

	@Test
	void whenCoroutinesComeAndGoThenNumbersFollow() {
		CountDownLatch end = new CountDownLatch(1);
		this.service.startWaiting(2_500, end);
		this.browser.await("the number of coroutines", () -> waiting() >= 2_500);
		this.browser.awaitText("#waits tbody", "CountDownLatch");
		// More than are looked at, so the counts are those of a sample
		assertThat(this.browser.text("#waits table + .note")).matches("\\d+ of \\d+ that were looked at wait.*");
		end.countDown();
		this.browser.await("the number of coroutines", () -> waiting() < 2_500);
		this.browser.await("the end of the waits", () -> !this.browser.text("#waits").contains("CountDownLatch"));
		this.browser.find("#coroutines summary").click();
		this.browser.await("the numbers behind the chart",
				() -> this.browser.findAll("#coroutines tbody tr").size() >= 1);
	}

	private int waiting() {
		return Integer.parseInt(this.browser.text("#coroutines .legend b").replace("–", "0"));
	}

	@Test
	void whenCoroutineStallsItsLoopThenItIsNamedWithItsStackAndItsNameIsHarmless() throws Exception {
		String name = "<script>document.title = 'hacked'</script><img src=x onerror=\"document.title = 'hacked'\">";
		CountDownLatch end = new CountDownLatch(1);
		Coroutine hog = this.service.startSpinning(name, end);
		this.browser.await("the verdict", () -> verdict().equals("warn: " + name + " occupies a carrier"));
		By own = By.xpath("//details[contains(@class, 'stall') and contains(., 'hacked')]");
		WebElement stall = this.browser.driver().findElement(own);
		this.browser.await("the outcome", () -> stall.getText().contains("handed over"));
		this.browser.await("the innermost call", () -> stall.getText().contains(Service.class.getName() + ".spin("));
		assertThat(stall.getText()).contains("still going on");
		stall.findElement(By.tagName("summary")).click();
		end.countDown();
		hog.join();
		this.browser.await("the verdict",
				() -> verdict().startsWith("warn: ") && verdict().contains("in the last minute"));
		this.browser.await("the end of the stall", () -> !stall.getText().contains("still going on"));
		assertThat(stall.getAttribute("open")).as("stays open").isNotNull();
		assertThat(stall.findElement(By.tagName("pre")).getText()).contains(".spin(");
		assertThat(this.browser.findAll("script")).hasSize(1);
		assertThat(this.browser.findAll("main img")).isEmpty();
		assertThat(this.browser.driver().getTitle()).doesNotContain("hacked").contains("shop");
	}

	private String verdict() {
		return String.valueOf(this.browser.run("""
				const status = document.querySelector('#status');
				return `${status.dataset.level}: ${status.querySelector('#headline').textContent}`;"""));
	}

	@Test
	void whenGateTurnsCallersAwayThenItIsShownAtOnce() {
		AdmissionGate gate = this.service.addFullGate("orders");
		this.browser.awaitText("#gates tbody", "orders");
		this.browser.awaitText("#gates tbody", "1 / 1");
		this.browser.await("the verdict", () -> {
			Service.beTurnedAway(gate);
			return verdict().startsWith("bad: ") && this.browser.text("#status").contains("Shedding at gate orders");
		});
		gate.release();
		this.browser.awaitText("#gates tbody", "0 / 1");
	}

	@Test
	void whenServiceIsStartedAnewThenThePageGoesOn() {
		this.service.startWaiting(50, new CountDownLatch(1));
		this.browser.await("the number of coroutines", () -> waiting() >= 50);
		int port = this.service.port();
		this.service.close();
		this.browser.awaitText("#headline", "Connection lost, retrying");
		assertThat(this.browser.text("#connection")).isEqualTo("lost");
		this.service = Service.start(port, THRESHOLD);
		this.browser.awaitText("#findings", "started anew");
		assertThat(this.browser.text("#connection")).isEqualTo("live");
		this.browser.await("the counts of the new service", () -> waiting() < 50);
		// The page is left, so that no more complaints of it can come
		this.browser.driver().get("about:blank");
		assertThat(this.browser.complaints()).allSatisfy((complaint) -> assertThat(complaint).contains("/data"));
	}

	@Test
	void whenThereIsNoMouseThenTheKeyboardIsEnough() {
		awaitLines();
		WebElement when = this.browser.find("#coroutines .when");
		press(Keys.TAB);
		this.browser.awaitResult("return document.activeElement.textContent", "Skip to the charts");
		press(Keys.ENTER);
		this.browser.awaitResult("return document.activeElement.id", "panels");
		press(Keys.TAB);
		this.browser.awaitResult("return document.activeElement.className", "plot");
		press(Keys.ARROW_LEFT);
		this.browser.await("the time of the point", when::isDisplayed);
		press(Keys.ESCAPE);
		this.browser.await("the end of the look back", () -> !when.isDisplayed());
		press(Keys.TAB);
		this.browser.awaitResult("return document.activeElement.textContent", "Numbers");
		press(Keys.ENTER);
		this.browser.await("the numbers behind the chart",
				() -> !this.browser.findAll("#coroutines tbody tr").isEmpty());
		this.browser.run("document.querySelector('#pause').focus()");
		press(Keys.SPACE);
		this.browser.awaitText("#connection", "paused");
		assertThat(this.browser.find("#pause").getAttribute("aria-pressed")).isEqualTo("true");
		press(Keys.SPACE);
		this.browser.awaitText("#connection", "live");
	}

	private void press(CharSequence key) {
		new Actions(this.browser.driver()).sendKeys(key).perform();
	}

	@Test
	void whenPageIsHiddenThenItDoesNotAsk() {
		hide(true);
		long before = asked();
		Set<Object> looks = new HashSet<>();
		this.browser.await("some looks", () -> looks.add(look()) && looks.size() > 3);
		assertThat(asked()).as("one may have been on its way").isLessThanOrEqualTo(before + 1);
		hide(false);
		this.browser.await("further questions", () -> asked() > before + 1);
	}

	private void hide(boolean hidden) {
		this.browser.run("""
				Object.defineProperty(document, 'hidden', { value: arguments[0], configurable: true });
				document.dispatchEvent(new Event('visibilitychange'));""", hidden);
	}

	/**
	 * Return how many times the page has asked.
	 */
	private long asked() {
		return (long) this.browser
			.run("""
					return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/data')).length;""");
	}

	/**
	 * Return when the service has looked at itself last, which it does once a second.
	 */
	private Object look() {
		return this.browser.run("""
				return fetch(arguments[0]).then((answer) => answer.json()).then(({ origin }) => origin.nanos);""",
				this.service.dashboard() + "/data?test");
	}

	@Test
	void whenSystemOrUserWantsItDarkThenItIs() {
		this.browser.prefer("prefers-color-scheme", "light");
		assertThat(isDark()).isFalse();
		this.browser.prefer("prefers-color-scheme", "dark");
		assertThat(isDark()).isTrue();
		this.browser.find("#theme").click();
		assertThat(this.browser.text("#theme")).isEqualTo("Theme: light");
		assertThat(isDark()).isFalse();
		this.browser.driver().navigate().refresh();
		this.browser.awaitText("#theme", "Theme: light");
		assertThat(isDark()).isFalse();
		this.browser.find("#theme").click();
		this.browser.find("#theme").click();
		assertThat(this.browser.text("#theme")).isEqualTo("Theme: system");
		assertThat(isDark()).isTrue();
		this.browser.awaitText("#connection", "live");
	}

	private boolean isDark() {
		return (boolean) this.browser.run("""
				const [red] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g);
				return Number(red) < 128;""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void whenTextIsShownThenItStandsOutFromItsBackground(String scheme) {
		this.browser.prefer("prefers-color-scheme", scheme);
		awaitLines();
		for (String level : List.of("ok", "warn", "bad", "lost")) {
			this.browser.run("document.querySelector('#status').dataset.level = arguments[0]", level);
			assertThat((List<?>) this.browser.run(Contrast.SCRIPT)).as(level).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 360, 768, 1024, 1280, 1600 })
	void whenScreenIsNarrowOrWideThenNothingIsCutOff(int width) {
		AdmissionGate gate = this.service.addFullGate("a-gate-at-" + width);
		this.browser.resize(width, 740, width < 500);
		awaitLines();
		this.browser.awaitText("#gates tbody", gate.name());
		// They are drawn anew a moment after the screen has its width
		this.browser.await("charts of this width", () -> (boolean) this.browser.run("""
				const drawn = (plot) => Number(plot.querySelector('.chart').getAttribute('width'));
				return innerWidth === arguments[0]
					&& [...document.querySelectorAll('.plot')].every((each) => drawn(each) === each.clientWidth);""",
				width));
		assertThat(
				this.browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
			.isEqualTo(0L);
		assertThat((List<?>) this.browser.run("""
				const right = (element) => element.getBoundingClientRect().right;
				return [...document.querySelectorAll('.card table, .card .legend, .card p, .card .chart')]
					.filter((each) => right(each) > right(each.closest('.card')))
					.map((each) => each.textContent);""")).isEmpty();
	}

	@Test
	void whenMotionIsNotWantedThenNothingMoves() {
		String animation = "return getComputedStyle(document.querySelector('#connection'), '::before').animationName";
		assertThat(this.browser.run(animation)).isEqualTo("breathe");
		this.browser.prefer("prefers-reduced-motion", "reduce");
		assertThat(this.browser.run(animation)).isEqualTo("none");
	}

	@Test
	void whenManagementServerIsItsOwnThenThePageIsThereAndProtected() {
		try (Service own = Service.start(0, THRESHOLD, "--management.server.port=0",
				"--management.server.base-path=/ops")) {
			this.browser.driver().get(own.managementDashboard());
			this.browser.awaitText("#connection", "live");
			assertThat(this.browser.run("""
					return fetch(location).then((answer) => answer.headers.get('Content-Security-Policy'));"""))
				.asString()
				.contains("default-src 'none'", "frame-ancestors 'none'");
			this.browser.driver().get("about:blank");
		}
	}

	/**
	 * Run a script that uses the modules of the page.
	 */
	private Object withModules(String script) {
		return this.browser.run("""
				const load = (name) => import(`${location.pathname}/${name}.js`);
				const modules = [load('format'), load('model'), load('status')];
				return Promise.all(modules).then(([format, model, status]) => { %s });""".formatted(script));
	}

	@Test
	void whenNumbersAreWrittenThenTheyAreShortAndHaveUnits() {
		assertThat((List<?>) withModules(
				"""
						return [format.count(0), format.count(9999), format.count(12345), format.count(4.1e6), format.count(0.123),
							format.rate(12345.6), format.nanos(0), format.nanos(950), format.nanos(61234), format.nanos(2.5e9),
							format.millis(340), format.millis(4200), format.millis(190000), format.millis(7380000),
							format.percent(0.004), format.percent(0.5), format.ago(200), format.plural(1, 'loop'),
							format.plural(2, 'loop'), format.nanos(undefined), format.rate(null), format.percent(null)];"""))
			.isEqualTo(List.of("0", "9999", "12.3 k", "4.1 M", "0.12", "12.3 k/s", "0 ns", "950 ns", "61.2 µs", "2.5 s",
					"340 ms", "4.2 s", "3 min 10 s", "2 h 3 min", "< 1 %", "50 %", "now", "1 loop", "2 loops", "–", "–",
					"–"));
	}

	@Test
	void whenLatenciesAreMeasuredThenPercentilesAreThoseOfTheInterval() {
		assertThat(withModules("""
				const found = model.percentiles([[10, 100], [20, 94], [30, 4], [40, 2]], [[10, 100], [20, 4]]);
				return `${found.p50} ${found.p95} ${found.p99} ${found.max} ${model.percentiles([], []).p50}`;"""))
			.isEqualTo("20 30 40 40 undefined");
	}

	@Test
	void whenSeveralInstancesAnswerByTurnsThenThatIsNoticed() {
		assertThat((List<?>) withModules(DATA + """
				const history = new model.History();
				return [data('a', 1), data('a', 1), data('a', 2), data('b', 1), data('b', 2), data('a', 3)]
					.map((each, i) => history.add(each, i * 1000));"""))
			.isEqualTo(List.of("first", "same", "next", "restarted", "next", "several"));
	}

	@Test
	void whenLoopWaitsForACoroutineThenItIsBadAndSaysWhy() {
		assertThat((List<?>) withModules(DATA + """
				const verdict = (stall) => {
					const history = new model.History();
					history.add({ ...data('a', 1), stalls: [stall] }, 0);
					const { level, headline, findings } = status.judge(history);
					return [level, headline, findings[0]];
				};
				const stall = { number: 1, loop: 1, coroutine: 7, name: 'seven', request: 'GET /report', millis: 4200,
					since: '2026-01-01T00:00:00Z', over: false, outcome: 'refused', stack: [] };
				return [...verdict(stall), ...verdict({ ...stall, outcome: 'handed-over', request: null }),
					...verdict({ ...stall, over: true, outcome: 'handed-over', millis: 60 })];""")).asString()
			.isEqualTo(
					"[bad, Event loop 1 is stalled by GET /report, for 4.2 s; no spare carrier is left, so the others "
							+ "on the loop wait, warn, seven occupies a carrier, for 4.2 s; a spare carrier has taken event loop 1 "
							+ "over, ok, All is well, 0 coroutines live; the portable engine has no event loops]");
	}

}
