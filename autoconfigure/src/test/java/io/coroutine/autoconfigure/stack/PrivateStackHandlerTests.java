package io.coroutine.autoconfigure.stack;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

import io.coroutine.CoroutineRuntime;
import io.coroutine.spring.stack.PrivateStack;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All kinds of handlers on private stacks, on both engines.
 */
class PrivateStackHandlerTests {

	private static final String PRIVATE = StackApplication.PRIVATE;

	private static final String SHARED = StackApplication.SHARED;

	private final WebApplicationContextRunner runner = StackApplication.runner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("coroutine.stack.private.paths=/path/**");

	@ParameterizedTest
	@CsvSource({ "event-loop,true", "event-loop,false", "portable,true" })
	void whenHandlerIsOfAnyKindThenItRunsWhereItIsToAndIsAnsweredAsEver(String engine, boolean connector) {
		this.runner.withPropertyValues("coroutine.engine=" + engine, "coroutine.tomcat.connector.enabled=" + connector)
			.run((context) -> {
				for (String path : new String[] { "/annotated", "/interface", "/meta", "/sized", "/handler",
						"/function", "/callable", "/deferred", "/stream", "/sse", "/path/plain", "/path/function",
						"/path/filtered", "/path/callable", "/path/deferred", "/path/stream", "/path/sse",
						"/path/servlet" }) {
					assertThat(StackApplication.body(context, path)).as(path).isEqualToIgnoringNewLines(expected(path));
				}
				for (String path : new String[] { "/plain", "/shared", "/servlet" }) {
					assertThat(StackApplication.body(context, path)).as(path).isEqualTo(SHARED);
				}
				assertThat(StackApplication.get(context, "/failing")).satisfies((response) -> {
					assertThat(response.statusCode()).isEqualTo(200);
					assertThat(response.body()).isEqualTo("thrown on " + PRIVATE + ", handled on " + SHARED);
				});
				assertThat(StackApplication.body(context, "/path/failing"))
					.isEqualTo("thrown on " + PRIVATE + ", handled on " + PRIVATE);
				for (String path : new String[] { "/unhandled", "/path/unhandled" }) {
					assertThat(StackApplication.get(context, path).statusCode()).as(path).isEqualTo(500);
				}
				assertThat(StackApplication.get(context, "/path/nothing").statusCode()).isEqualTo(404);
				StackApplication.awaitNothingLeft(context.getBean(CoroutineRuntime.class));
			});
	}

	private static String expected(String path) {
		return (path.endsWith("/sse")) ? "data:" + PRIVATE : PRIVATE;
	}

	@ParameterizedTest
	@CsvSource({ "event-loop,true", "event-loop,false", "portable,true" })
	void whenThereIsNoStackThenTheAnswerIsToTryAgain(String engine, boolean connector) {
		this.runner
			.withPropertyValues("coroutine.engine=" + engine, "coroutine.tomcat.connector.enabled=" + connector,
					"coroutine.stack.private.limit=0")
			.run((context) -> {
				for (String path : new String[] { "/annotated", "/path/plain", "/path/nothing", "/handler" }) {
					assertThat(StackApplication.get(context, path)).satisfies((response) -> {
						assertThat(response.statusCode()).as(path).isEqualTo(503);
						assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
					});
				}
				assertThat(StackApplication.body(context, "/plain")).isEqualTo(SHARED);
			});
	}

	@Test
	void whenHandlerItselfIsRejectedSomewhereThenThatIsNoLackOfStacks() {
		this.runner
			.run((context) -> assertThat(StackApplication.get(context, "/rejecting").statusCode()).isEqualTo(500));
	}

	@Test
	void whenSizeIsNoneThenTheAnswerIsAFailure() {
		this.runner
			.run((context) -> assertThat(StackApplication.get(context, "/oversized").statusCode()).isEqualTo(500));
	}

	@Test
	void whenSwitchedOffThenAnnotationsDoNotCount() {
		this.runner.withPropertyValues("coroutine.stack.annotation.enabled=false").run((context) -> {
			assertThat(StackApplication.body(context, "/annotated")).isEqualTo(SHARED);
			assertThat(StackApplication.body(context, "/path/plain")).isEqualTo(PRIVATE);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Endpoints endpoints() {
			return new Endpoints();
		}

		@Bean
		PrivateEndpoints privateEndpoints() {
			return new PrivateEndpoints();
		}

		@Bean("/handler")
		Handler handler() {
			return new Handler();
		}

		@Bean("/servlet")
		HttpRequestHandler plainHandler() {
			return (request, response) -> response.getWriter().write(StackApplication.stack());
		}

		@Bean("/path/servlet")
		HttpRequestHandler handlerOfPath() {
			return (request, response) -> response.getWriter().write(StackApplication.stack());
		}

		@Bean
		ServletRegistrationBean<NonBlockingServlet> nonBlocking() {
			return new ServletRegistrationBean<>(new NonBlockingServlet(), "/path/non-blocking");
		}

		@Bean
		RouterFunction<ServerResponse> functions() {
			HandlerFunction<ServerResponse> plain = (request) -> ServerResponse.ok().body(StackApplication.stack());
			return RouterFunctions.route()
				.GET("/function", new Function())
				.GET("/path/function", plain)
				.nest((request) -> request.path().equals("/path/filtered"),
						() -> RouterFunctions.route()
							.GET("/path/filtered", plain)
							.filter((request, next) -> next.handle(request))
							.build())
				.build();
		}

	}

	/**
	 * Says where its methods run, which inherit or implement that.
	 */
	interface Described {

		@PrivateStack
		String described();

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@PrivateStack(size = "512KB")
	@interface Native {

	}

	@PrivateStack
	static class Handler implements HttpRequestHandler {

		@Override
		public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter().write(StackApplication.stack());
		}

	}

	@PrivateStack
	static class Function implements HandlerFunction<ServerResponse> {

		@Override
		public ServerResponse handle(ServerRequest request) {
			return ServerResponse.ok().body(StackApplication.stack());
		}

	}

	@RestController
	static class Endpoints implements Described {

		@GetMapping({ "/plain", "/path/plain" })
		String plain() {
			return StackApplication.stack();
		}

		@PrivateStack
		@GetMapping("/annotated")
		String annotated() {
			return StackApplication.stack();
		}

		@Override
		@GetMapping("/interface")
		public String described() {
			return StackApplication.stack();
		}

		@Native
		@GetMapping("/meta")
		String meta() {
			return StackApplication.stack();
		}

		@PrivateStack(size = "64MB")
		@GetMapping("/sized")
		String sized() {
			return (descend(200_000) == 0) ? StackApplication.stack() : "";
		}

		@PrivateStack(size = "2GB")
		@GetMapping("/oversized")
		String oversized() {
			return StackApplication.stack();
		}

		@PrivateStack
		@GetMapping("/rejecting")
		String rejecting() {
			throw new RejectedExecutionException("On purpose");
		}

		@GetMapping("/path/callable")
		Callable<String> callable() {
			String stack = StackApplication.stack();
			return () -> stack;
		}

		@GetMapping("/path/deferred")
		DeferredResult<String> deferred() {
			return later(new DeferredResult<>());
		}

		@GetMapping("/path/stream")
		StreamingResponseBody stream() {
			byte[] stack = StackApplication.stack().getBytes(StandardCharsets.UTF_8);
			return (output) -> output.write(stack);
		}

		@GetMapping("/path/dispatched")
		void dispatched(HttpServletRequest request) {
			request.startAsync().dispatch("/path/plain");
		}

		@GetMapping("/path/sse")
		SseEmitter sse() {
			return emitting();
		}

		@GetMapping({ "/path/failing" })
		String failing() {
			throw new WantedException(StackApplication.stack());
		}

		@GetMapping("/path/unhandled")
		String unhandled() {
			throw new IllegalStateException("On purpose");
		}

		@ExceptionHandler
		String handle(WantedException ex) {
			return "thrown on " + ex.getMessage() + ", handled on " + StackApplication.stack();
		}

	}

	@PrivateStack
	@RestController
	static class PrivateEndpoints {

		@PrivateStack(false)
		@GetMapping("/shared")
		String shared() {
			return StackApplication.stack();
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			String stack = StackApplication.stack();
			return () -> stack;
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred() {
			return later(new DeferredResult<>());
		}

		@GetMapping("/stream")
		StreamingResponseBody stream() {
			byte[] stack = StackApplication.stack().getBytes(StandardCharsets.UTF_8);
			return (output) -> output.write(stack);
		}

		@GetMapping("/sse")
		SseEmitter sse() {
			return emitting();
		}

		@GetMapping({ "/failing" })
		String failing() {
			throw new WantedException(StackApplication.stack());
		}

		@GetMapping("/unhandled")
		String unhandled() {
			throw new IllegalStateException("On purpose");
		}

		@ExceptionHandler
		String handle(WantedException ex) {
			return "thrown on " + ex.getMessage() + ", handled on " + StackApplication.stack();
		}

	}

	static class WantedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		WantedException(String message) {
			super(message);
		}

	}

	private static DeferredResult<String> later(DeferredResult<String> result) {
		String stack = StackApplication.stack();
		CoroutineRuntime.current().start(() -> result.setResult(stack));
		return result;
	}

	private static SseEmitter emitting() {
		SseEmitter emitter = new SseEmitter();
		String stack = StackApplication.stack();
		CoroutineRuntime.current().start(() -> {
			try {
				emitter.send(stack);
				emitter.complete();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

	private static int descend(int depth) {
		return (depth > 0) ? descend(depth - 1) : 0;
	}

}
