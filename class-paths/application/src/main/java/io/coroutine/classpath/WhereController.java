package io.coroutine.classpath;

import io.coroutine.Coroutine;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells where its own request runs.
 */
@RestController
class WhereController {

	@GetMapping("/where")
	String where() {
		return here();
	}

	static String here() {
		Thread thread = Thread.currentThread();
		return "coroutine=" + (Coroutine.current() != null) + " virtual=" + thread.isVirtual() + " thread=" + thread;
	}

}
