package io.coroutine.internal.hook;

import java.net.Socket;
import java.util.List;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SocketHookObstacleTests {

	private static String install(String option, String... arguments) throws Exception {
		return ChildProcess.run(Install.class, List.of(option), arguments).getLast();
	}

	@ParameterizedTest
	@ValueSource(strings = { "socksProxyHost=proxy.example", "java.net.useSystemProxies=true" })
	void whenProxyIsConfiguredThenHookIsInstalledAllTheSame(String property) throws Exception {
		assertThat(install("-D" + property)).startsWith("true");
	}

	@Test
	void whenConnectionsWouldGoPastProxiesThenSocketsStayWithJdk() throws Exception {
		assertThat(install("-enablesystemassertions"))
			.isEqualTo("false: the JDK's SOCKS client takes no other sockets with system assertions (-esa)");
	}

	@Test
	void whenAnotherLibraryHasSetFactoryThenHookStaysAway() throws Exception {
		assertThat(install("-Dunused", "foreign"))
			.isEqualTo("false: another library has set a socket implementation factory already");
	}

	/**
	 * Installs the hook and prints the state.
	 */
	static final class Install {

		private Install() {
		}

		@SuppressWarnings("deprecation")
		static void main(String[] arguments) throws Exception {
			if (arguments.length > 0) {
				Socket.setSocketImplFactory(() -> null);
			}
			try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).start()) {
				SocketHook.State state = SocketHook.install(Scheduler.behind(runtime).loops());
				if (!state.equals(SocketHook.state())) {
					throw new IllegalStateException("The states differ: " + SocketHook.state());
				}
				System.out.println(state.installed() + ": " + state.reason());
				SocketHook.uninstall(Scheduler.behind(runtime).loops());
			}
		}

	}

}
