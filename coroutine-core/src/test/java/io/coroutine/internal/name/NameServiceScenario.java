package io.coroutine.internal.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.net.NameServiceHook;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;

/**
 * What {@link NameServiceHookTests} has child processes do. Each prints what it sees.
 */
enum NameServiceScenario {

	/** Tells whether the hook is in force. */
	STATUS {

		@Override
		void run(CoroutineRuntime runtime) {
		}

	},

	/** Real look-ups by the kinds of threads. */
	REAL {

		@Override
		void run(CoroutineRuntime runtime) throws Exception {
			for (ThreadKind kind : ThreadKind.values()) {
				print(kind.begin(runtime, () -> InetAddress.getByName("localhost").isLoopbackAddress()).get());
				InetAddress nameless = InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
				print(kind.begin(runtime, () -> !nameless.getHostName().isEmpty()).get());
				print(kind.begin(runtime, () -> InetAddress.getByName("127.0.0.1").isLoopbackAddress()).get());
			}
		}

	},

	/**
	 * The answer comes when another coroutine of the one loop, which has no other
	 * carrier, has run.
	 */
	SLOW {

		@Override
		void run(CoroutineRuntime runtime) throws Exception {
			List<Task<InetAddress>> asking = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				asking.add(ThreadKind.COROUTINE.begin(runtime, SLOW_LOOKUP).awaitWaiting());
			}
			asking.getFirst().interrupt();
			runtime.start(() -> NameServiceBehind.slowAnswers = true);
			for (Task<InetAddress> task : asking) {
				print(task.get());
			}
			print("asked " + NameServiceBehind.slowAsked.get());
		}

	},

	/**
	 * A virtual thread that was started inside of a coroutine is on the loop as well.
	 */
	ADOPTED {

		@Override
		void run(CoroutineRuntime runtime) throws Exception {
			Task<Task<InetAddress>> starting = ThreadKind.COROUTINE.begin(runtime,
					() -> ThreadKind.VIRTUAL.begin(runtime, SLOW_LOOKUP));
			Task<InetAddress> adopted = starting.get().awaitWaiting();
			runtime.start(() -> NameServiceBehind.slowAnswers = true);
			print(adopted.get());
		}

	},

	/**
	 * The runtime ends while coroutines, and a virtual thread on their loop, wait for a
	 * name. Others can look it up after that, as the JDK keeps no failure.
	 */
	SHUTDOWN {

		@Override
		void run(CoroutineRuntime runtime) throws Exception {
			Security.setProperty("networkaddress.cache.negative.ttl", "0");
			Task<?> first = ThreadKind.COROUTINE.begin(runtime, SLOW_LOOKUP).awaitWaiting();
			Task<?> second = ThreadKind.COROUTINE.begin(runtime, SLOW_LOOKUP).awaitWaiting();
			Task<Task<InetAddress>> starting = ThreadKind.COROUTINE.begin(runtime,
					() -> ThreadKind.VIRTUAL.begin(runtime, SLOW_LOOKUP));
			Task<?> adopted = starting.get().awaitWaiting();
			runtime.shutdown(Duration.ZERO);
			NameServiceBehind.slowAnswers = true;
			print(InetAddress.getByName("slow.example"));
			for (Task<?> task : List.of(first, second, adopted)) {
				try {
					print(task.get());
				}
				catch (UnknownHostException ex) {
					print(ex.getMessage());
				}
			}
		}

	};

	private static final Callable<InetAddress> SLOW_LOOKUP = () -> InetAddress.getByName("slow.example");

	abstract void run(CoroutineRuntime runtime) throws Exception;

	private static void print(Object line) {
		System.out.println(line);
	}

	/**
	 * Run a scenario.
	 * @param arguments its name, the engine, and whether to look up a name before the
	 * hook can be seen
	 */
	static void main(String[] arguments) throws Exception {
		if (Boolean.parseBoolean(arguments[2])) {
			Thread thread = Thread.currentThread();
			ClassLoader loader = thread.getContextClassLoader();
			thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
			InetAddress.getByName("localhost");
			thread.setContextClassLoader(loader);
		}
		try (CoroutineRuntime runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.valueOf(arguments[1]))
			.loops(1)
			.stallThreshold(Duration.ofHours(1))
			.start(); NameServiceHook hook = NameServiceHook.install(runtime)) {
			print(hook.status().inForce() + ": " + hook.status().reason());
			NameServiceScenario.valueOf(arguments[0]).run(runtime);
		}
	}

}
