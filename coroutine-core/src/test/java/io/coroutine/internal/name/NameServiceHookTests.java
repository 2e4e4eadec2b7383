package io.coroutine.internal.name;

import java.net.spi.InetAddressResolverProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.EngineChoice;
import io.coroutine.test.ChildProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hook in a JVM whose choice of a name service is still open.
 */
class NameServiceHookTests {

	private static final String IN_FORCE = "true: look-ups of coroutines run on threads of their own";

	/** For the portable engine, so that a blocked carrier is noticed. */
	private static final List<String> ONE_CARRIER = List.of("-Djdk.virtualThreadScheduler.parallelism=1",
			"-Djdk.virtualThreadScheduler.maxPoolSize=1");

	/**
	 * On the class path of child processes: makes {@link NameServiceBehind} a provider.
	 */
	@TempDir
	private Path services;

	@BeforeEach
	void registerProvider() throws Exception {
		Path directory = Files.createDirectories(this.services.resolve("META-INF/services"));
		Files.writeString(directory.resolve(InetAddressResolverProvider.class.getName()),
				NameServiceBehind.class.getName());
	}

	private static List<String> run(NameServiceScenario scenario, EngineChoice engine, List<String> options)
			throws Exception {
		List<String> all = new ArrayList<>(ONE_CARRIER);
		all.addAll(options);
		return ChildProcess.run(NameServiceScenario.class, all, scenario.name(), engine.name(), "false");
	}

	private List<String> withProviderBehind() {
		return List.of("-cp", System.getProperty("java.class.path") + ":" + this.services);
	}

	private List<String> withProviderBefore() {
		return List.of("-cp", this.services + ":" + System.getProperty("java.class.path"));
	}

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
	void whenCoroutineLooksUpThenJdkAsksOnThreadOfTheHook(EngineChoice engine) throws Exception {
		List<String> lines = run(NameServiceScenario.REAL, engine, withProviderBehind());
		assertThat(lines.getFirst()).isEqualTo(IN_FORCE);
		assertThat(lines).filteredOn("true"::equals).hasSize(9);
		assertThat(lines.get(1)).matches("localhost asked by coroutine-names-\\d+");
		assertThat(lines.get(3)).matches("127.0.0.1 asked by coroutine-names-\\d+");
		assertThat(lines.subList(4, lines.size())).filteredOn((line) -> line.contains("asked by"))
			.isNotEmpty()
			.noneMatch((line) -> line.contains("coroutine"));
	}

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
	void whenThereIsNoOtherProviderThenJdkIsAsked(EngineChoice engine) throws Exception {
		List<String> lines = run(NameServiceScenario.REAL, engine, List.of());
		assertThat(lines.getFirst()).isEqualTo(IN_FORCE);
		assertThat(lines.subList(1, lines.size())).hasSize(9).containsOnly("true");
	}

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "PORTABLE" })
	void whenLookupIsSlowThenOtherCoroutinesOfTheLoopRun(EngineChoice engine) throws Exception {
		List<String> lines = run(NameServiceScenario.SLOW, engine, withProviderBehind());
		assertThat(lines.getFirst()).isEqualTo(IN_FORCE);
		assertThat(lines).filteredOn("slow.example/10.0.0.1"::equals).hasSize(20);
		assertThat(lines.getLast()).isEqualTo("asked 1");
	}

	@Test
	void whenVirtualThreadOnTheLoopLooksUpThenItParksToo() throws Exception {
		List<String> lines = run(NameServiceScenario.ADOPTED, EngineChoice.EVENT_LOOP, withProviderBehind());
		assertThat(lines).containsExactly(IN_FORCE, "slow.example/10.0.0.1");
	}

	@Test
	void whenRuntimeEndsDuringLookupThenNameIsNotLockedForOthers() throws Exception {
		List<String> lines = run(NameServiceScenario.SHUTDOWN, EngineChoice.EVENT_LOOP, withProviderBehind());
		assertThat(lines).hasSize(5)
			.startsWith(IN_FORCE, "slow.example/10.0.0.1")
			.contains("slow.example: the look-up was given up, as the name service hook is closed");
	}

	@Test
	void whenAnotherProviderComesFirstThenItStays() throws Exception {
		List<String> lines = run(NameServiceScenario.STATUS, EngineChoice.EVENT_LOOP, withProviderBefore());
		assertThat(lines.getLast()).isEqualTo(
				"false: another library's name service provider comes first: " + NameServiceBehind.class.getName());
	}

	@Test
	void whenHostsFileIsSetThenJdkReadsIt() throws Exception {
		assertThat(run(NameServiceScenario.STATUS, EngineChoice.EVENT_LOOP, List.of("-Djdk.net.hosts.file=/etc/hosts")))
			.containsExactly("false: the system property jdk.net.hosts.file is set, and the JDK asks no other name "
					+ "service then");
	}

	@Test
	void whenNameWasLookedUpBeforeThenHookIsWithoutEffect() throws Exception {
		assertThat(ChildProcess.run(NameServiceScenario.class, List.of(), "REAL", "EVENT_LOOP", "true").getFirst())
			.isEqualTo("false: a name was looked up before this hook could be seen, and the JDK asks for name services "
					+ "once only");
	}

}
