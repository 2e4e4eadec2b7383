package io.coroutine.compatibility.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.slf4j.MDC;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Has tasks tell what they see. The requests of a test come one after the other.
 */
@RestController
class TaskContextController {

	private final Surroundings surroundings;

	private final TaskContextApplication.Worker worker;

	private final Map<String, Executor> executors;

	private volatile CompletableFuture<Void> go = new CompletableFuture<>();

	private volatile CompletableFuture<String> result = new CompletableFuture<>();

	TaskContextController(Surroundings surroundings, TaskContextApplication.Worker worker,
			@Qualifier("executors") Map<String, Executor> executors) {
		this.surroundings = surroundings;
		this.worker = worker;
		this.executors = executors;
	}

	/**
	 * Call code with what filters and interceptors set.
	 */
	private static <T> T inContext(Supplier<T> code) {
		MDC.put("user", "anna");
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("anna", ""));
		try {
			return code.get();
		}
		finally {
			SecurityContextHolder.clearContext();
			MDC.remove("user");
		}
	}

	private void submit(String executor, Runnable task) {
		inContext(() -> {
			this.executors.get(executor).execute(task);
			return true;
		});
	}

	@GetMapping("/here")
	String here() {
		return inContext(this.surroundings::seen);
	}

	@GetMapping("/during")
	String during(@RequestParam String executor) {
		CompletableFuture<String> seen = new CompletableFuture<>();
		submit(executor, () -> seen.complete(this.surroundings.seen()));
		return seen.join();
	}

	@GetMapping("/inheritable")
	String inheritable(@RequestParam String executor) {
		RequestContextHolder.setRequestAttributes(RequestContextHolder.currentRequestAttributes(), true);
		return during(executor);
	}

	@GetMapping("/begin")
	String begin(@RequestParam String executor) {
		CompletableFuture<Void> awaited = new CompletableFuture<>();
		CompletableFuture<String> seen = new CompletableFuture<>();
		this.go = awaited;
		this.result = seen;
		submit(executor, () -> {
			awaited.join();
			seen.complete(this.surroundings.seen());
		});
		return "begun";
	}

	@GetMapping("/end")
	String end() {
		this.go.complete(null);
		return this.result.join();
	}

	@GetMapping("/scheduled")
	String scheduled() {
		return this.worker.scheduled().get();
	}

	@GetMapping("/callable")
	Callable<String> callable() {
		return this.surroundings::seen;
	}

	@GetMapping("/web-async-task")
	WebAsyncTask<String> webAsyncTask() {
		return new WebAsyncTask<>(60_000L, this.surroundings::seen);
	}

	@GetMapping("/deferred")
	DeferredResult<String> deferred() {
		DeferredResult<String> deferred = new DeferredResult<>(60_000L);
		submit("async", () -> deferred.setResult(this.surroundings.seen()));
		return deferred;
	}

	@GetMapping("/emitter")
	ResponseBodyEmitter emitter() {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter(60_000L);
		submit("executor", () -> {
			try {
				emitter.send(this.surroundings.seen());
				emitter.complete();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		});
		return emitter;
	}

	@GetMapping("/stream")
	StreamingResponseBody stream() {
		return (out) -> out.write(this.surroundings.seen().getBytes(StandardCharsets.UTF_8));
	}

}
