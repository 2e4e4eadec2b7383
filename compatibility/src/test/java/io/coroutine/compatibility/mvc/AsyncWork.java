package io.coroutine.compatibility.mvc;

import java.util.concurrent.CompletableFuture;

import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Does something elsewhere.
 */
@Component
class AsyncWork {

	@Async
	CompletableFuture<String> upperCase(String text) {
		return CompletableFuture.completedFuture(text.toUpperCase());
	}

	@Async
	CompletableFuture<String> parameterOfRequest(String name) {
		return CompletableFuture.completedFuture(
				(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
						? attributes.getRequest().getParameter(name) : "no request");
	}

}
