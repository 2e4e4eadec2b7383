package io.coroutine.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.util.FileSystemUtils;

/**
 * Chromium without a window, with a profile of its own.
 */
final class Browser implements AutoCloseable {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final List<String> BROWSERS = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
			"/usr/bin/google-chrome");

	private static final List<String> DRIVERS = List.of("/usr/bin/chromedriver",
			"/usr/lib/chromium-browser/chromedriver");

	private final Path profile;

	private final ChromeDriver driver;

	private Browser(Path profile, ChromeDriver driver) {
		this.profile = profile;
		this.driver = driver;
	}

	/**
	 * Start the browser. Both programs are named, so that Selenium looks for none, and
	 * downloads none.
	 */
	static Browser start() throws IOException {
		File binary = find("browser.binary", BROWSERS);
		File driver = find("browser.driver", DRIVERS);
		Path profile = Files.createTempDirectory("browser-tests");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(binary);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
				"--disable-sync", "--window-size=1360,900", "--user-data-dir=" + profile);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(driver)
			.usingAnyFreePort()
			.withTimeout(LONG)
			.withSilent(true)
			.build();
		return new Browser(profile, new ChromeDriver(service, options));
	}

	private static File find(String property, List<String> places) {
		String named = System.getProperty(property);
		return ((named != null) ? List.of(named) : places).stream()
			.map(File::new)
			.filter(File::canExecute)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The tests of the dashboard need Chromium and its driver: "
					+ "install them, on Debian and Ubuntu with 'apt-get install chromium chromium-driver', or name "
					+ "them with -Dbrowser.binary and -Dbrowser.driver. None of these is there: "
					+ ((named != null) ? named : places)));
	}

	ChromeDriver driver() {
		return this.driver;
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> findAll(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/**
	 * Return the text of an element as it is in the document, without a look at it.
	 */
	String text(String selector) {
		return String.valueOf(run("return document.querySelector(arguments[0])?.textContent ?? ''", selector));
	}

	Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	void await(String what, BooleanSupplier condition) {
		new WebDriverWait(this.driver, LONG, Duration.ofMillis(50)).withMessage(what)
			.until((ignored) -> condition.getAsBoolean());
	}

	void awaitText(String selector, String expected) {
		new WebDriverWait(this.driver, LONG, Duration.ofMillis(50))
			.withMessage(() -> selector + " has no '" + expected + "' but '" + text(selector) + "'")
			.until((ignored) -> text(selector).contains(expected));
	}

	/**
	 * Wait until a script returns something, as what a key does may take a moment.
	 */
	void awaitResult(String script, Object expected) {
		new WebDriverWait(this.driver, LONG, Duration.ofMillis(50))
			.withMessage(() -> "'" + script + "' is not '" + expected + "' but '" + run(script) + "'")
			.until((ignored) -> expected.equals(run(script)));
	}

	/**
	 * Have the pages believe that the user prefers something.
	 */
	void prefer(String feature, String value) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", feature, "value", value))));
	}

	void resize(int width, int height, boolean phone) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
	}

	void hideScrollbars() {
		this.driver.executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
	}

	void reset() {
		this.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
	}

	/**
	 * Return what the browser has complained about since the last call: errors of
	 * scripts, violations of the Content Security Policy, files that are missing.
	 */
	List<String> complaints() {
		List<String> complaints = new ArrayList<>();
		for (LogEntry entry : this.driver.manage().logs().get(LogType.BROWSER)) {
			if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
				complaints.add(entry.getMessage());
			}
		}
		return complaints;
	}

	@Override
	public void close() {
		this.driver.quit();
		// Processes of the browser may write to it for a moment more
		long deadline = System.nanoTime() + LONG.toNanos();
		while (!FileSystemUtils.deleteRecursively(this.profile.toFile()) && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
	}

}
