package io.coroutine.compatibility.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.naming.NamingException;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.hook.SocketHook;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.snapshot.SocketKind;
import io.coroutine.test.ChildProcess;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that nobody has written for coroutines wait on event loops, by the socket hook.
 */
class SocketClientTests {

	private static CoroutineRuntime newRuntime() {
		return CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(1).start();
	}

	/**
	 * Call something in a coroutine.
	 */
	private static <T> CompletableFuture<T> begin(CoroutineRuntime runtime, Call<T> call) {
		CompletableFuture<T> result = new CompletableFuture<>();
		runtime.start(() -> {
			try {
				result.complete(call.make());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	@ParameterizedTest
	@EnumSource
	void whenClientWaitsThenItsLoopGoesOnAndTheWaitIsCounted(SocketClient client) throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		try (CoroutineRuntime runtime = newRuntime(); ScriptedServer server = new ScriptedServer(client, () -> {
			asked.countDown();
			answer.await();
		})) {
			assertThat(SocketHook.install(Scheduler.behind(runtime).loops()).installed()).isTrue();
			try {
				CompletableFuture<String> call = begin(runtime, () -> client.call(server.port(), 0));
				assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
				Eventually.until("the wait is counted", () -> waiting(runtime) == 1);
				CompletableFuture<String> other = begin(runtime, () -> "The only loop is free");
				assertThat(other.get(1, TimeUnit.MINUTES)).isEqualTo("The only loop is free");
				assertThat(call).isNotDone();
				answer.countDown();
				assertThat(call.get(1, TimeUnit.MINUTES)).isEqualTo(switch (client) {
					case JEDIS -> "value";
					case MAIL -> "sent";
					case LDAP -> "more: false";
				});
				Eventually.until("nobody waits any more", () -> waiting(runtime) == 0);
			}
			finally {
				answer.countDown();
				SocketHook.uninstall(Scheduler.behind(runtime).loops());
			}
		}
	}

	private static long waiting(CoroutineRuntime runtime) {
		return runtime.snapshot().socketsWaiting().get(SocketKind.OTHER);
	}

	@Test
	void whenServerIsSilentOrHangsUpThenClientsFailAsOnTheSocketsOfTheJdk() throws Exception {
		List<String> lines = ChildProcess.run(Failures.class, List.of());
		List<String> stock = lines.stream().filter((line) -> line.startsWith("JDK ")).toList();
		List<String> ours = lines.stream().filter((line) -> line.startsWith("LOOP ")).toList();
		assertThat(stock).hasSize(2 * SocketClient.values().length)
			.anyMatch((line) -> line.startsWith("JDK JEDIS silent: ")
					&& line.endsWith("java.net.SocketTimeoutException: Read timed out"));
		assertThat(ours).isEqualTo(stock.stream().map((line) -> line.replaceFirst("JDK", "LOOP")).toList());
	}

	/**
	 * Prints how the calls of all clients fail with the JDK's sockets, and then with
	 * ours.
	 */
	static final class Failures {

		private Failures() {
		}

		static void main(String[] arguments) throws Exception {
			try (CoroutineRuntime runtime = newRuntime()) {
				print(runtime, "JDK");
				if (!SocketHook.install(Scheduler.behind(runtime).loops()).installed()) {
					throw new IllegalStateException(SocketHook.state().reason());
				}
				print(runtime, "LOOP");
				SocketHook.uninstall(Scheduler.behind(runtime).loops());
			}
		}

		private static void print(CoroutineRuntime runtime, String kind) throws Exception {
			for (SocketClient client : SocketClient.values()) {
				CountDownLatch end = new CountDownLatch(1);
				print(runtime, kind + " " + client + " silent", client, 200, end::await);
				end.countDown();
				print(runtime, kind + " " + client + " hangs up", client, 0, () -> {
					throw new IOException();
				});
			}
		}

		private static void print(CoroutineRuntime runtime, String what, SocketClient client, int timeoutMillis,
				SocketClient.Answer answer) throws Exception {
			try (ScriptedServer server = new ScriptedServer(client, answer)) {
				String failure = begin(runtime, () -> {
					try {
						return client.call(server.port(), timeoutMillis);
					}
					catch (Exception ex) {
						return chain(ex);
					}
				}).get(1, TimeUnit.MINUTES);
				System.out.println(what + ": " + failure.replaceAll(":" + server.port() + "\\b", ":port"));
			}
		}

		private static String chain(Throwable failure) {
			if (failure instanceof NamingException && failure.getMessage().contains("closed")) {
				// Its reader and its caller find out at the same time, with words of
				// their own
				return "JNDI says that the connection is closed";
			}
			StringBuilder text = new StringBuilder();
			for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
				text.append((text.isEmpty()) ? "" : " by ").append(cause);
			}
			return text.toString().replaceAll("\\s+", " ");
		}

	}

	private interface Call<T> {

		T make() throws Exception;

	}

}
