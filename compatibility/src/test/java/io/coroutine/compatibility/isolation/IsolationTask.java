package io.coroutine.compatibility.isolation;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.springframework.scheduling.annotation.Async;

/**
 * Work of a request that is done elsewhere.
 */
class IsolationTask {

	/**
	 * Look what the task has taken over. What it has not may be there from another task,
	 * if it runs on a thread of a pool.
	 */
	@Async
	CompletableFuture<Void> check(Token token, List<Place> places, Findings findings) {
		for (Place place : places) {
			if (place.inherited()) {
				findings.check("task", token, place, place.expected().apply(token));
			}
		}
		return CompletableFuture.completedFuture(null);
	}

}
