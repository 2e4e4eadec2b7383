package io.coroutine.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.OutputType;

/**
 * Makes the pictures of the documentation; {@code CONTRIBUTING.md} has the command. Not
 * among the tests, as they are named.
 */
class DashboardScreenshots {

	private static final Path IMAGES = Path.of("..", "docs", "images");

	private static final Duration EXPOSURE = Duration.ofSeconds(75);

	@Test
	void makeAll() throws Exception {
		Files.createDirectories(IMAGES);
		try (Service service = Service.start(0, "--coroutine.stall.threshold=1s");
				Browser browser = Browser.start();
				ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor()) {
			AdmissionGate gate = service.addGate("reports", 4);
			load.scheduleAtFixedRate(() -> work(service.runtime(), gate), 0, 20, TimeUnit.MILLISECONDS);
			browser.hideScrollbars();
			browser.resize(1280, 800, false);
			browser.driver().get(service.dashboard());
			Thread.sleep(EXPOSURE);
			take(browser, "dashboard-light", 1280, false, "light");
			CountDownLatch end = new CountDownLatch(1);
			AdmissionGate full = service.addFullGate("orders");
			load.scheduleAtFixedRate(() -> Service.beTurnedAway(full), 0, 40, TimeUnit.MILLISECONDS);
			service.startSpinning("nightly-report", end);
			browser.awaitText("#status", "nightly-report occupies a carrier");
			Thread.sleep(Duration.ofSeconds(8));
			take(browser, "dashboard-dark", 1280, false, "dark");
			take(browser, "dashboard-phone", 390, true, "light");
			end.countDown();
		}
	}

	/**
	 * Something like a request: some work, a wait, and now and then the gate.
	 */
	private static void work(CoroutineRuntime runtime, AdmissionGate gate) {
		int count = 8 + ThreadLocalRandom.current().nextInt(8);
		for (int i = 0; i < count; i++) {
			runtime.start(() -> request(gate));
		}
	}

	private static void request(AdmissionGate gate) {
		try {
			Thread.sleep(ThreadLocalRandom.current().nextInt(20, 120));
			if (ThreadLocalRandom.current().nextInt(8) == 0) {
				gate.acquire();
				try {
					Thread.sleep(ThreadLocalRandom.current().nextInt(20, 50));
				}
				finally {
					gate.release();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void take(Browser browser, String name, int width, boolean phone, String scheme) throws Exception {
		browser.prefer("prefers-color-scheme", scheme);
		browser.resize(width, 2_400, phone);
		Number height = (Number) browser.run("return document.body.offsetHeight");
		browser.resize(width, Math.min(height.intValue(), (phone) ? 1_600 : 960), phone);
		browser.run("return new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))");
		Files.write(IMAGES.resolve(name + ".png"), browser.driver().getScreenshotAs(OutputType.BYTES));
	}

}
