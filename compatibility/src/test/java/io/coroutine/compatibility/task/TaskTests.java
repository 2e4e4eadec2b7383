package io.coroutine.compatibility.task;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.compatibility.SideBySide;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scheduled tasks, beside requests that run in coroutines.
 */
class TaskTests {

	@RegisterExtension
	static final SideBySide services = SideBySide.of(Application.class);

	@Test
	void whenTaskIsScheduledThenItRunsAgainAndAgain() throws Exception {
		services.each((client, service) -> {
			Clock clock = service.bean(Clock.class);
			int before = Integer.parseInt(client.get("/ticks").text());
			Eventually.until("the clock ticks", () -> clock.ticks() > before + 5);
		});
	}

	@Test
	void whenRequestSchedulesThenItMayWaitForTheResult() throws Exception {
		assertThat(services.same((client) -> client.get("/later?text=tea")).text()).isEqualTo("later tea");
	}

	@Test
	void whenApplicationStopsThenItsTasksDo() throws Exception {
		for (Mode mode : Mode.values()) {
			Clock clock;
			try (Service service = Service.start(mode, Application.class)) {
				clock = service.bean(Clock.class);
				Eventually.until("the clock ticks", () -> clock.ticks() > 0);
			}
			int last = clock.ticks();
			Thread.sleep(50);
			assertThat(clock.ticks()).as("one may have been on its way").isLessThanOrEqualTo(last + 1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	@Import(Clock.class)
	static class Application {

		@Bean
		ClockController controller(Clock clock, TaskScheduler scheduler) {
			return new ClockController(clock, scheduler);
		}

	}

	@Component
	static class Clock {

		private final AtomicInteger ticks = new AtomicInteger();

		@Scheduled(fixedDelay = 5, timeUnit = TimeUnit.MILLISECONDS)
		void tick() {
			this.ticks.incrementAndGet();
		}

		int ticks() {
			return this.ticks.get();
		}

	}

	@RestController
	static class ClockController {

		private final Clock clock;

		private final TaskScheduler scheduler;

		ClockController(Clock clock, TaskScheduler scheduler) {
			this.clock = clock;
			this.scheduler = scheduler;
		}

		@GetMapping("/ticks")
		int ticks() {
			return this.clock.ticks();
		}

		@GetMapping("/later")
		String later(@RequestParam String text) {
			CompletableFuture<String> result = new CompletableFuture<>();
			this.scheduler.schedule(() -> result.complete("later " + text), Instant.now().plus(Duration.ofMillis(5)));
			return result.join();
		}

	}

}
