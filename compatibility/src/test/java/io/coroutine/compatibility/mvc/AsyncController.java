package io.coroutine.compatibility.mvc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Answers later, and elsewhere.
 */
@RestController
class AsyncController {

	private final AsyncTaskExecutor executor;

	private final AsyncWork work;

	AsyncController(AsyncTaskExecutor executor, AsyncWork work) {
		this.executor = executor;
		this.work = work;
	}

	@GetMapping("/async/callable")
	Callable<String> callable(@RequestParam String text) {
		return () -> "called " + text;
	}

	@GetMapping("/async/failing")
	Callable<String> failing() {
		return () -> {
			throw new Failures.Conflict("later");
		};
	}

	@GetMapping("/async/timeout")
	DeferredResult<String> timeout() {
		return new DeferredResult<>(100L, "timed out");
	}

	@GetMapping("/async/deferred")
	DeferredResult<String> deferred(@RequestParam String text) {
		DeferredResult<String> result = new DeferredResult<>();
		this.executor.execute(() -> result.setResult("deferred " + text));
		return result;
	}

	@GetMapping("/async/future")
	CompletionStage<String> future(@RequestParam String text) {
		return this.work.upperCase(text).thenApply("future "::concat);
	}

	@GetMapping("/async/joined")
	String joined(@RequestParam String text) {
		CompletableFuture<String> first = this.work.upperCase(text);
		CompletableFuture<String> second = this.work.upperCase("and " + text);
		return first.join() + " " + second.join();
	}

	@GetMapping("/async/events")
	SseEmitter events(@RequestParam int count) {
		SseEmitter emitter = new SseEmitter();
		emit(emitter, count, (i) -> emitter.send(SseEmitter.event().id(String.valueOf(i)).data("event " + i)));
		return emitter;
	}

	@GetMapping("/async/parts")
	ResponseBodyEmitter parts(@RequestParam int count) {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter();
		emit(emitter, count, (i) -> emitter.send("part " + i + "\n"));
		return emitter;
	}

	private void emit(ResponseBodyEmitter emitter, int count, Emission emission) {
		this.executor.execute(() -> {
			try {
				for (int i = 0; i < count; i++) {
					emission.emit(i);
				}
				emitter.complete();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		});
	}

	@GetMapping("/async/stream")
	StreamingResponseBody stream(@RequestParam int lines) {
		return (out) -> {
			for (int i = 0; i < lines; i++) {
				out.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
				if (i % 100 == 0) {
					out.flush();
				}
			}
		};
	}

	/**
	 * Sends a part.
	 */
	private interface Emission {

		void emit(int index) throws IOException;

	}

}
