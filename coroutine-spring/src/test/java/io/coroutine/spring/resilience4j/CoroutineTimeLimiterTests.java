package io.coroutine.spring.resilience4j;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.coroutine.Coroutine;
import io.coroutine.local.CoroutineLocal;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.event.TimeLimiterEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CoroutineTimeLimiterTests extends EngineContract {

	private static final Duration SHORT = Duration.ofMillis(5);

	private final List<TimeLimiterEvent.Type> events = Collections.synchronizedList(new ArrayList<>());

	private TimeLimiter limiter(Duration timeout) {
		return limiter(timeout, true);
	}

	private TimeLimiter limiter(Duration timeout, boolean cancel) {
		TimeLimiter limiter = TimeLimiter.of("calls",
				TimeLimiterConfig.custom().timeoutDuration(timeout).cancelRunningFuture(cancel).build());
		limiter.getEventPublisher().onEvent((event) -> this.events.add(event.getEventType()));
		return limiter;
	}

	private <T extends @Nullable Object> T execute(TimeLimiter limiter, Callable<T> code) throws Throwable {
		return inCoroutine(() -> CoroutineTimeLimiter.of(this.runtime).executeCallable(limiter, code));
	}

	private static String sleep() throws InterruptedException {
		Thread.sleep(HOUR);
		return "slept";
	}

	@Test
	void whenInTimeThenThereIsTheResult() throws Throwable {
		assertThat(execute(limiter(HOUR), () -> "result")).isEqualTo("result");
		assertThat(this.events).containsExactly(TimeLimiterEvent.Type.SUCCESS);
	}

	@Test
	void whenLateThenItIsCancelledAndTheCallerHasATimeout() {
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> execute(limiter(SHORT), CoroutineTimeLimiterTests::sleep))
			.withMessage("TimeLimiter 'calls' recorded a timeout exception.")
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(this.events).containsExactly(TimeLimiterEvent.Type.TIMEOUT);
	}

	@Test
	void whenLateThenTheCallerIsNotInterruptedAfterwards() throws Throwable {
		CoroutineTimeLimiter limiters = CoroutineTimeLimiter.of(this.runtime);
		Callable<String> late = limiters.decorateCallable(limiter(SHORT), CoroutineTimeLimiterTests::sleep);
		assertThat(inCoroutine(() -> {
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(late::call);
			Thread.sleep(1);
			return Thread.currentThread().isInterrupted();
		})).isFalse();
	}

	@Test
	void whenLateWithAResultThenThatIsDropped() {
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> execute(limiter(SHORT), () -> {
			try {
				return sleep();
			}
			catch (InterruptedException ex) {
				return "half of it";
			}
		})).withNoCause();
	}

	@Test
	void whenItFailsThenTheExceptionIsTheVerySame() {
		IOException failure = new IOException("wanted");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> execute(limiter(HOUR), () -> {
			throw failure;
		})).isSameAs(failure);
		assertThat(this.events).containsExactly(TimeLimiterEvent.Type.ERROR);
	}

	@Test
	void whenAnErrorIsThrownLateThenItComesOut() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> execute(limiter(SHORT), () -> {
			try {
				return sleep();
			}
			catch (InterruptedException ex) {
				throw new AssertionError("wanted", ex);
			}
		})).withMessage("wanted");
	}

	@Test
	void whenItReadsFromASocketThenTheSocketIsClosed() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> execute(limiter(SHORT), () -> socket.getInputStream().read()))
				.withCauseInstanceOf(IOException.class);
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@Test
	void whenCancelledByOthersThenThatIsNoTimeout() throws Throwable {
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		Coroutine caller = this.runtime.start(() -> {
			try {
				CoroutineTimeLimiter.of(this.runtime).executeCallable(limiter(HOUR), () -> {
					begun.countDown();
					return sleep();
				});
			}
			catch (Exception ex) {
				thrown.complete(ex);
			}
		});
		assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		caller.cancel();
		assertThat(get(thrown)).isInstanceOf(InterruptedException.class);
		assertThat(this.events).containsExactly(TimeLimiterEvent.Type.ERROR);
	}

	@Test
	void whenTheInnerOneIsLateThenTheOuterOneGoesOn() throws Throwable {
		CoroutineTimeLimiter limiters = CoroutineTimeLimiter.of(this.runtime);
		assertThat(execute(limiter(HOUR), () -> {
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> limiters.executeCallable(limiter(SHORT), CoroutineTimeLimiterTests::sleep));
			Thread.sleep(1);
			return "fallback";
		})).isEqualTo("fallback");
	}

	@Test
	void whenTheOuterOneIsLateWithinTheInnerOneThenItsInterruptIsNotLost() {
		CoroutineTimeLimiter limiters = CoroutineTimeLimiter.of(this.runtime);
		CountDownLatch never = new CountDownLatch(1);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> execute(limiter(SHORT), () -> {
			try {
				limiters.executeCallable(limiter(SHORT), () -> {
					awaitBothDeadlines();
					return null;
				});
			}
			catch (TimeoutException ex) {
				// That of the inner one
			}
			never.await();
			return null;
		})).withCauseInstanceOf(InterruptedException.class);
	}

	private static void awaitBothDeadlines() {
		long until = System.nanoTime() + SHORT.toNanos() * 10;
		while (System.nanoTime() - until < 0) {
			Coroutine.yield();
		}
	}

	@Test
	void whenTheCallerIsNoCoroutineThenItIsInterruptedAllTheSame() {
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> CoroutineTimeLimiter.of(this.runtime)
			.executeCallable(limiter(SHORT), CoroutineTimeLimiterTests::sleep));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void whenItIsNotToBeCancelledThenItGoesOnWithTheContextWhileTheCallerDoesNotWait() throws Throwable {
		CoroutineLocal<@Nullable String> user = CoroutineLocal.<@Nullable String>builder().inherited().build();
		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<@Nullable String> done = new CompletableFuture<>();
		CoroutineTimeLimiter limiters = CoroutineTimeLimiter.of(this.runtime);
		inCoroutine(() -> {
			user.set("anna");
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> limiters.executeCallable(limiter(SHORT, false), () -> {
					release.await();
					return done.complete(user.get());
				}));
			return null;
		});
		release.countDown();
		assertThat(get(done)).isEqualTo("anna");
		assertThat(this.events).containsExactly(TimeLimiterEvent.Type.TIMEOUT);
	}

	@Test
	void whenItIsNotToBeCancelledAndFailsThenTheExceptionIsTheVerySame() {
		IOException failure = new IOException("wanted");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> execute(limiter(HOUR, false), () -> {
			throw failure;
		})).isSameAs(failure);
		assertThat(this.events).containsExactly(TimeLimiterEvent.Type.ERROR);
	}

	@Test
	void whenDeadlinesRaceWithEndsThenNoInterruptIsLeft() throws Throwable {
		CoroutineTimeLimiter limiters = CoroutineTimeLimiter.of(this.runtime);
		List<Future<Integer>> callers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Random random = new Random(i);
			callers.add(this.runtime.submit(() -> race(limiters, random)));
		}
		int late = 0;
		for (Future<Integer> caller : callers) {
			late += get(caller);
		}
		assertThat(this.events).hasSize(20 * 50);
		assertThat(Collections.frequency(this.events, TimeLimiterEvent.Type.TIMEOUT)).isEqualTo(late);
	}

	private int race(CoroutineTimeLimiter limiters, Random random) throws Exception {
		int late = 0;
		for (int i = 0; i < 50; i++) {
			try {
				limiters.executeCallable(limiter(Duration.ofNanos(random.nextInt(2_000_000))), () -> {
					Thread.sleep(Duration.ofNanos(random.nextInt(2_000_000)));
					return null;
				});
			}
			catch (TimeoutException ex) {
				late++;
			}
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
		return late;
	}

}
