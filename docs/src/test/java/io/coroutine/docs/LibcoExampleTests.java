package io.coroutine.docs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/libco.md}.
 */
class LibcoExampleTests {

	private CoroutineRuntime runtime;

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().start();
	}

	@AfterEach
	void closeRuntime() {
		this.runtime.close();
	}

	@Test
	void whenResumedThenItRunsToItsSuspend() {
		CoroutineRuntime runtime = this.runtime;
		List<String> log = Collections.synchronizedList(new ArrayList<>());
		Coroutine worker = runtime.coroutine().create(() -> {
			log.add("begins");
			suspend();
			log.add("goes on");
		});
		worker.resume();
		log.add("suspended");
		worker.resume();
		assertThat(log).containsExactly("begins", "suspended", "goes on");
	}

	@Test
	void whenTaskIsSubmittedThenItHasAResult() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		Future<Integer> sum = runtime.submit(() -> 40 + 2);
		assertThat(sum.get()).isEqualTo(42);
	}

	@Test
	void whenConditionIsSignalledThenItsWaiterGoesOn() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		ReentrantLock lock = new ReentrantLock(true);
		Condition arrived = lock.newCondition();
		Queue<String> goods = new ArrayDeque<>();
		Future<String> consumer = runtime.submit(() -> {
			lock.lock();
			try {
				while (goods.isEmpty()) {
					if (!arrived.await(30, TimeUnit.SECONDS)) {
						return "time-out";
					}
				}
				return goods.remove();
			}
			finally {
				lock.unlock();
			}
		});
		runtime.start(() -> {
			lock.lock();
			try {
				goods.add("tea");
				arrived.signal();
			}
			finally {
				lock.unlock();
			}
		});
		assertThat(consumer.get()).isEqualTo("tea");
	}

	@Test
	void whenPrivateStackIsLargeThenRecursionMayBeDeep() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		AtomicInteger depth = new AtomicInteger();
		Coroutine deep = runtime.coroutine().privateStack(256 * 1024 * 1024).start(() -> depth.set(recurse(1_000_000)));
		deep.join();
		assertThat(depth).hasValue(1_000_000);
	}

	private static int recurse(int levels) {
		return (levels == 0) ? 0 : 1 + recurse(levels - 1);
	}

	private static void suspend() {
		try {
			Coroutine.suspend();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
