package io.coroutine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.channel.Channel;
import io.coroutine.scope.CoroutineScope;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import io.coroutine.test.Interruptible;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A runtime that is shut down by code that runs on it. The grace is longer than a test
 * may take, so none ends that waits for itself.
 */
@ParameterizedClass
@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
class OwnShutdownTests extends EngineContract {

	private static final Duration GRACE = Duration.ofMinutes(10);

	private final CompletableFuture<String> outcome = new CompletableFuture<>();

	private final CountDownLatch interrupted = new CountDownLatch(1);

	/** Taken before the runtime starts. */
	private final Set<Thread> threadsBefore = threads();

	@AfterEach
	void awaitNoThreadLeft() throws Exception {
		Eventually.isTrue(() -> this.runtime.snapshot().live() == 0);
		this.runtime.shutdown(GRACE);
		Eventually.isTrue(() -> this.threadsBefore.containsAll(threads()));
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("coroutine-"))
			.collect(Collectors.toSet());
	}

	@ParameterizedTest
	@EnumSource
	void whenCodeShutsDownWhatItRunsOnThenAllEndsAndItGoesOn(Caller caller) throws Exception {
		startWaiting();
		caller.run(this.runtime, () -> complete(this::shutDown));
		assertThat(Eventually.get(this.outcome)).isEqualTo("0 left, interrupted, then rejected");
	}

	@Test
	void whenTwoShutDownAtOnceThenBothGoOn() throws Exception {
		startWaiting();
		CountDownLatch both = new CountDownLatch(2);
		List<CompletableFuture<Integer>> left = List.of(new CompletableFuture<>(), new CompletableFuture<>());
		for (CompletableFuture<Integer> future : left) {
			this.runtime.start(() -> {
				both.countDown();
				Interruptible.run(both::await);
				future.complete(this.runtime.shutdown(GRACE));
			});
		}
		for (CompletableFuture<Integer> future : left) {
			assertThat(Eventually.get(future)).isZero();
		}
	}

	@Test
	void whenCallerIsInterruptedThenTheRestIsWaitedForAndItStaysSo() throws Exception {
		AtomicBoolean ended = new AtomicBoolean();
		CountDownLatch begun = new CountDownLatch(1);
		this.runtime.start(() -> {
			begun.countDown();
			sleep(GRACE);
			sleep(Duration.ofMillis(20));
			ended.set(true);
		});
		begun.await();
		this.runtime.start(() -> complete(() -> {
			Thread.currentThread().interrupt();
			int left = this.runtime.shutdown(GRACE);
			return left + " left, " + ended + ", " + Thread.interrupted();
		}));
		assertThat(Eventually.get(this.outcome)).isEqualTo("0 left, true, true");
	}

	@Test
	void whenTheGraceIsOverThenTheRestGoesOn() throws Exception {
		AdmissionGate gate = AdmissionGate.builder("test", 1).longestWait(Duration.ofMillis(300)).build();
		gate.acquire();
		CountDownLatch begun = new CountDownLatch(2);
		CountDownLatch free = new CountDownLatch(1);
		List<CompletableFuture<String>> outcomes = new ArrayList<>();
		List<Thread> adopted = new ArrayList<>();
		outcomes.add(start(() -> {
			adopted.add(Thread.startVirtualThread(() -> Interruptible.run(free::await)));
			begun.countDown();
			free.await();
			Thread.sleep(1);
			synchronized (this) {
				wait(1);
			}
			return "free";
		}));
		outcomes.add(start(() -> {
			begun.countDown();
			try {
				gate.acquire();
				return "let in";
			}
			catch (AdmissionRejectedException ex) {
				return "rejected";
			}
		}));
		begun.await();
		Eventually.isTrue(() -> gate.snapshot().queued() == 1 || outcomes.getLast().isDone());
		assertThat(this.runtime.shutdown(Duration.ZERO)).isPositive();
		free.countDown();
		assertThat(Eventually.get(outcomes.getFirst())).isEqualTo("free");
		assertThat(Eventually.get(outcomes.getLast())).isEqualTo("rejected");
		assertThat(adopted.getFirst().join(LONG)).isTrue();
	}

	@Test
	void whenCoroutinesRunWhileTheLoopsEndThenNoneIsLost() throws Exception {
		for (int round = 0; round < 20; round++) {
			CoroutineRuntime other = CoroutineRuntime.builder().engine(this.engine).loops(2).start();
			int pairs = 50;
			CountDownLatch begun = new CountDownLatch(pairs);
			CountDownLatch ended = new CountDownLatch(2 * pairs);
			for (int i = 0; i < pairs; i++) {
				Channel<Integer> ball = Channel.ofCapacity(0);
				other.start(() -> {
					begun.countDown();
					play(() -> ball.send(1), ended);
				});
				other.start(() -> play(ball::receive, ended));
			}
			begun.await();
			other.shutdown(Duration.ZERO);
			Eventually.isTrue(() -> ended.getCount() == 0);
			Eventually.isTrue(() -> other.snapshot().live() == 0);
		}
	}

	private static void play(Interruptible move, CountDownLatch ended) {
		for (int i = 0; i < 100; i++) {
			Interruptible.run(move);
			Thread.yield();
		}
		ended.countDown();
	}

	private CompletableFuture<String> start(Callable<String> task) {
		CompletableFuture<String> result = new CompletableFuture<>();
		this.runtime.start(() -> complete(result, task));
		return result;
	}

	private void complete(Callable<String> task) {
		complete(this.outcome, task);
	}

	private static void complete(CompletableFuture<String> result, Callable<String> task) {
		try {
			result.complete(task.call());
		}
		catch (Exception | AssertionError ex) {
			result.completeExceptionally(ex);
		}
	}

	private void startWaiting() throws InterruptedException {
		CountDownLatch waiting = new CountDownLatch(1);
		this.runtime.start(() -> {
			waiting.countDown();
			sleep(GRACE);
			this.interrupted.countDown();
		});
		waiting.await();
	}

	private String shutDown() throws InterruptedException {
		int left = this.runtime.shutdown(GRACE);
		String others = (this.interrupted.getCount() == 0) ? "interrupted" : "forgotten";
		// A scope cancels its children when it is cancelled
		boolean _ = Thread.interrupted();
		// Not only until it waits for the first time
		Thread.sleep(1);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.runtime.start(() -> {
		}));
		return left + " left, " + others + ", then rejected";
	}

	private static void sleep(Duration duration) {
		try {
			Thread.sleep(duration);
		}
		catch (InterruptedException ex) {
			// Cancelled
		}
	}

	/**
	 * Who shuts down.
	 */
	enum Caller {

		SHARED_STACK {

			@Override
			void run(CoroutineRuntime runtime, Runnable shutdown) {
				runtime.start(shutdown);
			}

		},

		PRIVATE_STACK {

			@Override
			void run(CoroutineRuntime runtime, Runnable shutdown) {
				runtime.coroutine().stackMode(StackMode.PRIVATE).start(shutdown);
			}

		},

		BLOCKING_CALL {

			@Override
			void run(CoroutineRuntime runtime, Runnable shutdown) {
				runtime.start(() -> Blocking.run(shutdown::run));
			}

		},

		CHILD_OF_SCOPE {

			@Override
			void run(CoroutineRuntime runtime, Runnable shutdown) {
				runtime.start(() -> {
					try (CoroutineScope scope = CoroutineScope.open()) {
						scope.fork(() -> {
							shutdown.run();
							return null;
						});
						scope.joinAll();
					}
					catch (InterruptedException | ExecutionException | TimeoutException ex) {
						// Cancelled, as the scope is while its child shuts down
					}
				});
			}

		},

		THREAD_THAT_IS_WAITED_FOR {

			@Override
			void run(CoroutineRuntime runtime, Runnable shutdown) {
				runtime.start(() -> Interruptible.run(() -> Thread.ofPlatform().start(shutdown).join()));
			}

		},

		VIRTUAL_THREAD {

			@Override
			void run(CoroutineRuntime runtime, Runnable shutdown) {
				runtime.start(() -> Interruptible.run(() -> Thread.startVirtualThread(shutdown).join()));
			}

		};

		abstract void run(CoroutineRuntime runtime, Runnable shutdown);

	}

}
