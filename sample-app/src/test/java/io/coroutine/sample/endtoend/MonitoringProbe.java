package io.coroutine.sample.endtoend;

import io.coroutine.CoroutineRuntime;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives those who watch something to see.
 */
@RestController
class MonitoringProbe {

	private static final int WAITING = 50;

	private final CoroutineRuntime runtime;

	MonitoringProbe(CoroutineRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Keep the event loop from many others that are ready.
	 */
	@GetMapping("/probe/occupy")
	String occupy() {
		for (int i = 0; i < WAITING; i++) {
			this.runtime.start(() -> {
			});
		}
		long until = System.nanoTime() + 150_000_000;
		while (System.nanoTime() - until < 0) {
			Thread.onSpinWait();
		}
		return "occupied";
	}

	/**
	 * Wait, by its path in a class of requests with little room.
	 */
	@GetMapping("/probe/narrow")
	String narrow() throws InterruptedException {
		Thread.sleep(50);
		return "waited";
	}

	/**
	 * Wait, by its path on a private stack.
	 */
	@GetMapping("/probe/stack")
	String stack() throws InterruptedException {
		Thread.sleep(200);
		return "waited";
	}

}
