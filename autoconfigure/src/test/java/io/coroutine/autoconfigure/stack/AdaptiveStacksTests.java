package io.coroutine.autoconfigure.stack;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.spring.stack.AdaptiveStacks;
import io.coroutine.spring.stack.PrivateStack;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that stall their event loop move to private stacks.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdaptiveStacksTests {

	private final WebApplicationContextRunner runner = StackApplication.runner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("coroutine.engine=event-loop", "coroutine.loops.count=1", "coroutine.stall.threshold=2ms",
				"coroutine.stack.adaptive.enabled=true", "coroutine.stack.adaptive.stalls=3",
				"coroutine.stack.adaptive.window=1h");

	@Test
	void whenHandlerStallsAgainAndAgainThenItMovesAndNoOther(CapturedOutput output) {
		this.runner.run((context) -> {
			AdaptiveStacks stacks = context.getBean(AdaptiveStacks.class);
			assertThat(stacks.status().reason()).endsWith("none has so far");
			// Called twice only, as any handler may stall on a busy machine
			assertThat(StackApplication.body(context, "/plain")).isEqualTo(StackApplication.SHARED);
			for (int i = 0; i < 3; i++) {
				assertThat(stacks.adaptedHandlers()).isEmpty();
				assertThat(StackApplication.body(context, "/hog")).isEqualTo(StackApplication.SHARED);
			}
			String hog = Endpoints.class.getName() + "#hog(HttpServletRequest)";
			assertThat(adapted(context)).containsExactly(hog);
			assertThat(stacks.status()).isEqualTo(new Hook.Status(true, "handlers that stall their event loop 3 times "
					+ "within PT1H move to private stacks; moved: " + hog));
			assertThat(StackApplication.body(context, "/hog?free=true")).isEqualTo(StackApplication.PRIVATE);
			assertThat(StackApplication.body(context, "/plain")).isEqualTo(StackApplication.SHARED);
			assertThat(output)
				.containsOnlyOnce(hog + " has stalled its event loop 3 times within PT1H and runs on private stacks")
				.contains("@PrivateStack(false)", "coroutine.stack.adaptive.enabled=false");
			StackApplication.awaitNothingLeft(context.getBean(CoroutineRuntime.class));
		});
	}

	@Test
	void whenFunctionalEndpointStallsThenItMovesByItsPattern() {
		this.runner.run((context) -> {
			for (int i = 0; i < 3; i++) {
				assertThat(StackApplication.body(context, "/hogs/" + i)).isEqualTo(StackApplication.SHARED);
			}
			assertThat(adapted(context)).containsExactly("/hogs/{id}");
			assertThat(StackApplication.body(context, "/hogs/free")).isEqualTo(StackApplication.PRIVATE);
		});
	}

	@Test
	void whenHandlerIsPinnedThenItStays() {
		this.runner.run((context) -> {
			for (int i = 0; i < 5; i++) {
				assertThat(StackApplication.body(context, "/pinned")).isEqualTo(StackApplication.SHARED);
			}
			assertThat(adapted(context)).isEmpty();
		});
	}

	@Test
	void whenEngineIsPortableThenItIsNotInForceAndSaysWhy() {
		this.runner.withPropertyValues("coroutine.engine=portable").run((context) -> {
			assertThat(StackApplication.body(context, "/plain")).isEqualTo(StackApplication.SHARED);
			assertThat(context.getBean("coroutineAdaptiveStacks", Hook.class).status())
				.isEqualTo(new Hook.Status(false, "the portable engine has no event loops that could stall"));
		});
	}

	/**
	 * Return the handlers that have moved, as soon as the requests have ended: they are
	 * answered a moment before.
	 */
	private static List<String> adapted(AssertableWebApplicationContext context) throws Exception {
		StackApplication.awaitNothingLeft(context.getBean(CoroutineRuntime.class));
		return context.getBean(AdaptiveStacks.class).adaptedHandlers();
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Endpoints endpoints() {
			return new Endpoints();
		}

		@Bean
		RouterFunction<ServerResponse> functions() {
			return RouterFunctions.route().GET("/hogs/{id}", (request) -> {
				if (!request.pathVariable("id").equals("free")) {
					stall();
				}
				return ServerResponse.ok().body(StackApplication.stack());
			}).build();
		}

	}

	@RestController
	static class Endpoints {

		@GetMapping("/plain")
		String plain() {
			return StackApplication.stack();
		}

		@GetMapping("/hog")
		String hog(HttpServletRequest request) {
			if (request.getParameter("free") == null) {
				stall();
			}
			return StackApplication.stack();
		}

		@PrivateStack(false)
		@GetMapping("/pinned")
		String pinned() {
			stall();
			return StackApplication.stack();
		}

	}

	/**
	 * Occupy the only loop while another coroutine waits for it, until that runs on a
	 * spare carrier.
	 */
	private static void stall() {
		// It may have lost the loop before
		Coroutine.yield();
		CountDownLatch ran = new CountDownLatch(1);
		CoroutineRuntime.current().start(ran::countDown);
		while (ran.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

}
