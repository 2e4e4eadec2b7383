package io.coroutine.compatibility.mvc;

import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.scope.CoroutineScope;
import jakarta.servlet.http.HttpSession;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Uses what belongs to a request or a session.
 */
@RestController
class ScopeController {

	private final AsyncWork work;

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	ScopeController(AsyncWork work) {
		this.work = work;
	}

	@GetMapping("/scope/holder")
	String holder(@RequestParam String name) throws Exception {
		if (Coroutine.current() == null) {
			return attribute(name);
		}
		try (CoroutineScope scope = CoroutineScope.open()) {
			var forked = scope.fork(() -> attribute(name));
			scope.joinAll();
			return forked.resultNow();
		}
	}

	@GetMapping("/scope/async")
	String async(@RequestParam String name) {
		return this.work.parameterOfRequest("name").join();
	}

	private static String attribute(String name) {
		return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest()
			.getParameter("name") + " " + name;
	}

	@GetMapping("/scope/count")
	int count(HttpSession session) {
		AtomicInteger counter = (AtomicInteger) session.getAttribute("count");
		if (counter == null) {
			counter = new AtomicInteger();
			session.setAttribute("count", counter);
		}
		return counter.incrementAndGet();
	}

	/**
	 * Add one to the count of the session in steps, so that some get lost if two requests
	 * of the session do so at once.
	 */
	@GetMapping("/scope/slow-count")
	int slowCount(HttpSession session) throws InterruptedException {
		this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
		Integer before = (Integer) session.getAttribute("slow");
		Thread.sleep(2);
		int after = (before != null) ? before + 1 : 1;
		session.setAttribute("slow", after);
		this.inside.decrementAndGet();
		return after;
	}

	/**
	 * Return how many requests have counted slowly at once.
	 */
	int most() {
		return this.most.get();
	}

	@GetMapping("/scope/forget")
	void forget(HttpSession session) {
		session.invalidate();
	}

}
