package io.coroutine;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;

import io.coroutine.internal.hook.SocketHook;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.scope.CoroutineScope;
import io.coroutine.test.ChildProcess;
import io.coroutine.test.Interruptible;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link System#exit} in coroutines, in a JVM of its own.
 */
class ExitTests {

	@ParameterizedTest
	@CsvSource({ "EVENT_LOOP, SHARED", "EVENT_LOOP, PRIVATE", "PORTABLE, SHARED", "PORTABLE, PRIVATE" })
	void whenCoroutinesExitThenTheHooksRunAndTheProcessEnds(String engine, String stackMode) throws Exception {
		ChildProcess.Ended ended = ChildProcess.end(Exit.class, ChildProcess.OPTIONS, engine, stackMode);
		assertThat(ended.status()).as(ended.output()).isEqualTo(3);
		assertThat(ended.output()).contains("the runtime is closed", "a hook has spoken to a coroutine")
			.doesNotContain("WARN");
	}

	@ParameterizedTest
	@CsvSource({ "EVENT_LOOP", "PORTABLE" })
	void whenACoroutineExitsAfterItsRuntimeHasBeenClosedThenTheProcessEnds(String engine) throws Exception {
		ChildProcess.Ended ended = ChildProcess.end(LateExit.class, ChildProcess.OPTIONS, engine);
		assertThat(ended.status()).as(ended.output()).isEqualTo(4);
		assertThat(ended.output()).contains("the hook has run");
	}

	/**
	 * Several exit at once, one of them a child that its parent waits for. A hook closes
	 * the runtime, as that of Spring Boot does; another one speaks to a coroutine, and
	 * sends a signal that asks this process to end.
	 */
	static final class Exit {

		public static void main(String[] args) throws Exception {
			CoroutineRuntime runtime = CoroutineRuntime.builder()
				.engine(EngineChoice.valueOf(args[0]))
				.stackMode(StackMode.valueOf(args[1]))
				.shutdownGrace(Duration.ofMinutes(10))
				.start();
			SocketHook.install(Scheduler.behind(runtime).loops());
			CountDownLatch spoken = new CountDownLatch(1);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				try {
					speak(runtime);
					new ProcessBuilder("kill", "-TERM", Long.toString(ProcessHandle.current().pid())).start().waitFor();
				}
				catch (Exception ex) {
					System.out.println("WARN " + ex);
				}
				spoken.countDown();
			}));
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				Interruptible.run(spoken::await);
				runtime.close();
				System.out.println("the runtime is closed");
			}));
			CyclicBarrier both = new CyclicBarrier(2);
			runtime.start(() -> exit(both));
			runtime.start(() -> {
				try (CoroutineScope scope = CoroutineScope.open()) {
					scope.fork(() -> exit(both));
					scope.joinAll();
				}
				catch (Exception ex) {
					System.out.println("The parent was cancelled: " + ex);
				}
			});
			Thread.sleep(Duration.ofHours(1));
		}

		private static boolean exit(CyclicBarrier both) {
			try {
				both.await();
			}
			catch (Exception ex) {
				System.out.println("WARN " + ex);
			}
			System.exit(3);
			return true;
		}

		private static void speak(CoroutineRuntime runtime) throws Exception {
			try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				Coroutine echo = runtime.start(() -> {
					try (Socket accepted = server.accept()) {
						accepted.getOutputStream().write(accepted.getInputStream().read());
					}
					catch (Exception ex) {
						System.out.println("WARN " + ex);
					}
				});
				try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
					client.getOutputStream().write(1);
					client.getInputStream().read();
				}
				echo.join();
			}
			System.out.println("a hook has spoken to a coroutine");
		}

	}

	/**
	 * The runtime has been closed when a coroutine, which has not ended in time, exits.
	 */
	static final class LateExit {

		public static void main(String[] args) throws Exception {
			CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.valueOf(args[0])).start();
			Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("the hook has run")));
			CountDownLatch closed = new CountDownLatch(1);
			CountDownLatch begun = new CountDownLatch(1);
			runtime.start(() -> {
				begun.countDown();
				Interruptible.run(closed::await);
				System.exit(4);
			});
			begun.await();
			runtime.shutdown(Duration.ZERO);
			closed.countDown();
			Thread.sleep(Duration.ofHours(1));
		}

	}

}
